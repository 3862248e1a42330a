/** What lies in the object store: claims, token shards, checkpoints, models. */
@NullMarked
package dev.millrace.trainer.files;

import org.jspecify.annotations.NullMarked;
