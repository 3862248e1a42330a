package dev.millrace.cleaning.messaging;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.messaging.WholeTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that is committed in a topic, partition by partition. */
record TopicLog(List<List<Event>> partitions) {
    static TopicLog read(KafkaClients clients, Topic topic) {
        List<List<Event>> partitions = new ArrayList<>();
        WholeTopic.forEach(clients, topic.wireName(), record -> {
            while (partitions.size() <= record.partition()) {
                partitions.add(new ArrayList<>());
            }
            partitions
                    .get(record.partition())
                    .add(ReceivedRecord.of(record).event().data());
        });
        return new TopicLog(partitions);
    }

    List<Event> all() {
        return partitions.stream().flatMap(List::stream).toList();
    }

    <T extends Event> List<T> all(Class<T> type) {
        return all().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The latest decision of each document, in words. */
    Map<String, String> decisions() {
        Map<String, String> decisions = new TreeMap<>();
        all(DocumentDecided.class).forEach(decided -> decisions.put(decided.key(), History.tell(decided)));
        return decisions;
    }

    /** In how many partitions the request's marker stands exactly once. */
    long markers(String request) {
        return partitions.stream()
                .filter(some -> some.stream()
                                .filter(each -> each instanceof PipelineMarker marker
                                        && marker.request().equals(request))
                                .count()
                        == 1)
                .count();
    }

    /** The decisions as they stand at the request's marker in each partition. */
    Map<String, String> decisionsBefore(String request) {
        Map<String, String> decisions = new TreeMap<>();
        for (List<Event> some : partitions) {
            for (Event event : some) {
                if (event instanceof PipelineMarker marker && marker.request().equals(request)) {
                    break;
                }
                if (event instanceof DocumentDecided decided) {
                    decisions.put(decided.key(), History.tell(decided));
                }
            }
        }
        return decisions;
    }
}
