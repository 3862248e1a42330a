/** The main job on one machine: documents in, a trained, evaluated, promoted model that answers. */
@NullMarked
package dev.millrace.launcher.demo;

import org.jspecify.annotations.NullMarked;
