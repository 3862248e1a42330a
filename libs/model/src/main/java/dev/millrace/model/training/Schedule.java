package dev.millrace.model.training;

/** How the learning rate falls after the warm-up, from its highest value to its last. */
public enum Schedule {
    /** Half a cosine. */
    COSINE {
        @Override
        double height(double done) {
            return 0.5 * (1 + StrictMath.cos(Math.PI * Math.min(1, done)));
        }
    },
    LINEAR {
        @Override
        double height(double done) {
            return 1 - Math.min(1, done);
        }
    },
    /** Not at all. */
    CONSTANT {
        @Override
        double height(double done) {
            return 1;
        }
    },
    /** Stays, then falls along a straight line over the last steps ("warm-up, stable, decay"). */
    WSD {
        @Override
        double height(double done) {
            return 1 - Math.clamp(done, 0, 1);
        }
    };

    /** Share of the way from the last rate to the highest, after this share of the steps over which it falls. */
    abstract double height(double done);
}
