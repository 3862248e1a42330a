package dev.millrace.messaging;

import dev.millrace.testkit.LocalKafka;

/** On the broker in this process. */
class StageIT extends StageContract {
    private LocalKafka kafka;

    @Override
    String openBroker() {
        kafka = LocalKafka.start();
        return kafka.bootstrapServers();
    }

    @Override
    void closeBroker() {
        kafka.close();
    }
}
