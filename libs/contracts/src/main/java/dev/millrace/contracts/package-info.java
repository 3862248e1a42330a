/** Events, references, ids, topics, error codes and manifests: the words all services share. */
@NullMarked
package dev.millrace.contracts;

import org.jspecify.annotations.NullMarked;
