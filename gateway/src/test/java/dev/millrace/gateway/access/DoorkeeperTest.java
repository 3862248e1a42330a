package dev.millrace.gateway.access;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DoorkeeperTest {
    private static final int MOST = 3;
    private static final String HERE = "192.0.2.1";
    private static final Caller CALLER = new Caller("id", "test", Set.of(Role.USER), Set.of());

    private final AtomicLong now = new AtomicLong();
    private boolean revoked;
    private final Doorkeeper door = new Doorkeeper(
            key -> key.startsWith("good") && !revoked ? Optional.of(CALLER) : Optional.empty(), MOST, now::get);

    @Test
    void aKeyOpensWhateverTheCaseOfBearer() {
        assertThat(door.admit("Bearer good", HERE)).isEqualTo(CALLER);
        assertThat(door.admit("bearer good ", HERE)).isEqualTo(CALLER);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "good", "Basic good", "Bearer"})
    void whatIsNoKeyIsRefusedHoweverOften(String header) {
        for (int i = 0; i < 2 * MOST; i++) {
            refused(header, HERE, ErrorCode.KEY_INVALID);
        }
        assertThat(door.admit("Bearer good", HERE)).isEqualTo(CALLER);
    }

    @Test
    void whoSendsTooManyWrongKeysIsNotHeardForTheRestOfTheMinute() {
        shutOut(HERE);

        refused("Bearer wrong", HERE, ErrorCode.TOO_MANY_FAILURES);
        refused("Bearer good", HERE, ErrorCode.TOO_MANY_FAILURES);

        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(door.admit("Bearer good", HERE)).isEqualTo(CALLER);
    }

    @Test
    void aKeyThatHasOpenedBeforeStillDoesAndOtherAddressesAreNotConcerned() {
        door.admit("Bearer good", HERE);
        shutOut(HERE);

        assertThat(door.admit("Bearer good", HERE)).isEqualTo(CALLER);
        refused("Bearer good too", HERE, ErrorCode.TOO_MANY_FAILURES);
        assertThat(door.admit("Bearer good too", "192.0.2.2")).isEqualTo(CALLER);
    }

    @Test
    void aKeyThatHasOpenedBeforeAndIsRevokedIsRefused() {
        door.admit("Bearer good", HERE);
        shutOut(HERE);
        revoked = true;

        refused("Bearer good", HERE, ErrorCode.KEY_INVALID);
    }

    private void shutOut(String address) {
        for (int i = 0; i < MOST; i++) {
            refused("Bearer wrong" + i, address, ErrorCode.KEY_INVALID);
        }
    }

    private void refused(String header, String address, ErrorCode code) {
        assertThatThrownBy(() -> door.admit(header, address))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
