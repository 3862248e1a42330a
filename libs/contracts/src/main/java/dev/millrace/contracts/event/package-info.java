/** The events on the topics: one record a fact, checked when built, with its wire form pinned by golden files. */
@NullMarked
package dev.millrace.contracts.event;

import org.jspecify.annotations.NullMarked;
