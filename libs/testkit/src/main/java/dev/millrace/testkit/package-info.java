/** Real Kafka and S3 for tests, without Docker. */
@NullMarked
package dev.millrace.testkit;

import org.jspecify.annotations.NullMarked;
