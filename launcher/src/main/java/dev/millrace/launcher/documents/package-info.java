/** Sets of documents to be submitted: folders of files, and the samples with their manifest. */
@NullMarked
package dev.millrace.launcher.documents;

import org.jspecify.annotations.NullMarked;
