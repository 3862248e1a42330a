/** Repair, boilerplate, personal-data detectors and quality rules on plain text. */
@NullMarked
package dev.millrace.text;

import org.jspecify.annotations.NullMarked;
