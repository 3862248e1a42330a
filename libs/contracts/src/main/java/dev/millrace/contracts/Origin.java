package dev.millrace.contracts;

/** The record a fact came from. */
public record Origin(String topic, int partition, long offset) {}
