package dev.millrace.messaging.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/** One memory budget for all state stores of the process; each store by itself would take as much as all may have. */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    private static final long BUDGET = 64L << 20;
    private static final long WRITE_BUFFER = 8L << 20;
    private static final Cache CACHE = new LRUCache(BUDGET);
    private static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(BUDGET / 2, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITE_BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER);
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and buffers are shared by all stores and live as long as the process.
    }
}
