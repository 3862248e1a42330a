package dev.millrace.contracts.text;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One row of a tabular or line-wise document, as it came.
 *
 * @param number from 1, in the document
 */
public record Row(int number, JsonNode value) {}
