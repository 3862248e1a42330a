/** What a decoder is: its configuration, how it is read from and written to Hugging Face's config.json, and its size. */
@NullMarked
package dev.millrace.model;

import org.jspecify.annotations.NullMarked;
