package dev.millrace.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** What every service needs to know of its surroundings. */
@ConfigMapping(prefix = "millrace")
public interface PlatformConfig {
    Kafka kafka();

    Store store();

    Topics topics();

    /** Which replica of the service this is: stable over restarts, unique among the replicas that run. */
    @WithDefault("0")
    String slot();

    /** A folder that belongs to this replica alone; what is in it can be rebuilt. */
    @WithDefault("millrace-data")
    Path dataDir();

    /** Partitions of the topics that scale with the documents; fixed at first start. */
    @WithDefault("4")
    int partitions();

    /** Where base models are kept once fetched. */
    @WithDefault("${user.home}/.cache/millrace/models")
    Path modelsDir();

    /** How Kafka is reached. */
    interface Kafka {
        @WithDefault("127.0.0.1:9092")
        String bootstrapServers();

        /** Further client properties, as Kafka names them. */
        Map<String, String> properties();
    }

    /** How the object store is reached. */
    interface Store {
        @WithDefault("http://127.0.0.1:9000")
        URI endpoint();

        @WithDefault("us-east-1")
        String region();

        String accessKey();

        String secretKey();

        @WithDefault("millrace")
        String bucket();
    }

    /** Who makes the topics. */
    interface Topics {
        /** True to create topics that are missing; false to refuse to start without them. */
        @WithDefault("false")
        boolean create();
    }
}
