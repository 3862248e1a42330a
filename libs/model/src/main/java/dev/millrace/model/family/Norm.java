package dev.millrace.model.family;

/** How hidden vectors are brought to one length. */
public enum Norm {
    /** By the root of the mean square, then times w (Zhang and Sennrich, 2019). */
    RMS(0),
    /** The same, times 1 + w. */
    RMS_PLUS_ONE(1),
    /** Less the mean, by the deviation, times w, plus a bias (Ba et al., 2016). */
    LAYER(2);

    private final int code;

    Norm(int code) {
        this.code = code;
    }

    /** The kernels' number of it. */
    public int code() {
        return code;
    }

    /** The weight that changes nothing. */
    public float neutral() {
        return this == RMS_PLUS_ONE ? 0 : 1;
    }
}
