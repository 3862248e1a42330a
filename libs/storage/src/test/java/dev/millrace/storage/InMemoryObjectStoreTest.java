package dev.millrace.storage;

class InMemoryObjectStoreTest extends ObjectStoreContract {
    @Override
    ObjectStore open() {
        return new InMemoryObjectStore("bucket");
    }
}
