/** The read model: what the topics say, in an embedded database that is rebuilt from them whenever it is missing. */
@NullMarked
package dev.millrace.gateway.readmodel;

import org.jspecify.annotations.NullMarked;
