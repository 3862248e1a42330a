package dev.millrace.model.training;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;

/**
 * How preferences are learned from.
 *
 * @param beta how dear it is to leave the reference; of ORPO the weight of the odds
 * @param smoothing of DPO: how often a pair is the wrong way round
 * @param desirable of KTO: weight of wanted answers
 * @param undesirable of KTO: weight of the others
 */
public record PreferenceSettings(Kind kind, double beta, double smoothing, double desirable, double undesirable) {
    /** The losses there are. */
    public enum Kind {
        DPO,
        KTO,
        ORPO;

        /** Whether it compares with the model that the run starts from. */
        public boolean hasReference() {
            return this != ORPO;
        }

        /** Whether it needs pairs. */
        public boolean isPaired() {
            return this != KTO;
        }
    }

    public PreferenceSettings {
        check(beta > 0 && beta <= 1000, "beta");
        check(smoothing >= 0 && smoothing < 0.5, "labelSmoothing");
        check(desirable > 0 && desirable <= 1000, "desirableWeight");
        check(undesirable > 0 && undesirable <= 1000, "undesirableWeight");
    }

    public static PreferenceSettings of(Kind kind, double beta) {
        return new PreferenceSettings(kind, beta, 0, 1, 1);
    }

    private static void check(boolean holds, String name) {
        if (!holds) {
            throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, "The value of " + name + " is not allowed.");
        }
    }
}
