package dev.millrace.cleaning.messaging;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.event.FingerprintLayer;
import dev.millrace.contracts.event.Member;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoreKeysTest {
    private static final List<String> IDS =
            List.of("a", "ab", "a b", "b", "\u00E9", "\uFF5E", "\uD83D\uDE00", "a/b", "B");

    @Test
    void membersSortAsTheirOrderSaysAlsoBeforeTheEpochAndWithRareCharacters() {
        Random random = new Random(1);
        List<Member> members = Stream.generate(() -> member(random)).limit(500).toList();

        List<Member> byKey = members.stream()
                .sorted(Comparator.comparing(member -> StoreKeys.member(FingerprintLayer.EXACT, "f", member)))
                .toList();

        assertThat(byKey).isEqualTo(members.stream().sorted().toList());
    }

    @Test
    void aMemberIsReadBackFromItsKey() {
        Random random = new Random(2);
        Stream.generate(() -> member(random))
                .limit(100)
                .forEach(member -> assertThat(StoreKeys.memberOf(
                                FingerprintLayer.EXACT, "f", StoreKeys.member(FingerprintLayer.EXACT, "f", member)))
                        .isEqualTo(member));
    }

    @Test
    void aRevisionIsReadBackFromItsKeyAndLiesBetweenTheBoundsOfItsDocumentOnly() {
        DocumentId document = new DocumentId("c", "a");
        Revision revision = new Revision(Instant.parse("1969-07-20T20:17:40.123456789Z"), Hashes.sha256("x"));

        Bytes key = StoreKeys.revision(document, revision);

        assertThat(StoreKeys.revisionOf(key)).isEqualTo(revision);
        assertThat(key).isBetween(StoreKeys.revisions(document), StoreKeys.behind(StoreKeys.revisions(document)));
        Bytes other = StoreKeys.revision(new DocumentId("c", "ab"), revision);
        assertThat(other).isGreaterThan(StoreKeys.behind(StoreKeys.revisions(document)));
    }

    private static Member member(Random random) {
        Instant time = Instant.ofEpochSecond(random.nextInt(5) - 2, random.nextInt(3) * 400_000_000L);
        return new Member(time, new DocumentId("c", IDS.get(random.nextInt(IDS.size()))));
    }
}
