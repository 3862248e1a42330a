/** The object store port, its S3 implementation and segments of packed documents. */
@NullMarked
package dev.millrace.storage;

import org.jspecify.annotations.NullMarked;
