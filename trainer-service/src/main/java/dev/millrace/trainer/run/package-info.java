/** What a run is: its states, its id, and the board on which every trainer sees all runs. No Quarkus, Kafka or store. */
@NullMarked
package dev.millrace.trainer.run;

import org.jspecify.annotations.NullMarked;
