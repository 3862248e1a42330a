package dev.millrace.cleaning.messaging;

import dev.millrace.cleaning.decision.MarkerRule;
import dev.millrace.cleaning.decision.MemberSets;
import java.util.function.UnaryOperator;

/**
 * The two parts on which an order-free result rests, so that a test can break either on purpose and see that it is noticed.
 *
 * @param markers when a marker is sent on
 * @param members wraps the sets in which duplicates are ordered
 */
public record Mechanism(MarkerRule markers, UnaryOperator<MemberSets> members) {
    public static Mechanism standard() {
        return new Mechanism(MarkerRule.ALL, UnaryOperator.identity());
    }
}
