package dev.millrace.trainer;

import dev.millrace.contracts.Topic;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.Part;
import dev.millrace.messaging.Stage;
import dev.millrace.messaging.StageListener;
import dev.millrace.messaging.StageSettings;
import dev.millrace.storage.ModelCache;
import dev.millrace.storage.ObjectStore;
import dev.millrace.trainer.files.BaseModelSource;
import dev.millrace.trainer.files.CheckpointStore;
import dev.millrace.trainer.files.Claims;
import dev.millrace.trainer.files.DatasetFiles;
import dev.millrace.trainer.files.ModelStore;
import dev.millrace.trainer.files.ReferenceStore;
import dev.millrace.trainer.messaging.Catalog;
import dev.millrace.trainer.messaging.CommandHandler;
import dev.millrace.trainer.messaging.SaidMetrics;
import dev.millrace.trainer.messaging.Watch;
import dev.millrace.trainer.run.RunBoard;
import dev.millrace.trainer.work.CgroupMemory;
import dev.millrace.trainer.work.EarlierRuns;
import dev.millrace.trainer.work.Engine;
import dev.millrace.trainer.work.Lessons;
import dev.millrace.trainer.work.MachineMemory;
import dev.millrace.trainer.work.MemoryNote;
import dev.millrace.trainer.work.Preparation;
import dev.millrace.trainer.work.RunWorker;
import dev.millrace.trainer.work.WorkSettings;
import dev.millrace.trainer.work.Workshop;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The trainer's parts, put together by plain constructors. */
public final class TrainerParts {
    private static final int STALLED = 75;

    private TrainerParts() {}

    /** Beside the work directory, which is emptied at every start. */
    private static Path memoryNote(WorkSettings settings) {
        Path folder = settings.folder();
        return folder.resolveSibling(folder.getFileName() + ".memory.json");
    }

    /** In the order in which they are started; they are stopped the other way round. */
    public static List<Part> of(
            KafkaClients clients,
            ObjectStore store,
            WorkSettings settings,
            BaseModelSource bases,
            StageListener listener) {
        Clock clock = Clock.systemUTC();
        RunBoard board = new RunBoard(System::nanoTime);
        Catalog catalog = new Catalog();
        Watch watch = new Watch(clients, board, catalog);
        Stage commands = new Stage(
                clients,
                StageSettings.of("commands", Topic.DATASETS_READY, Topic.TRAINING_COMMANDS),
                new CommandHandler(new TrainerStep(), watch, board, catalog, clock),
                listener);
        Engine engine = new Engine(settings.threads());
        ModelStore models = new ModelStore(store);
        CheckpointStore checkpoints = new CheckpointStore(store);
        DatasetFiles datasets = new DatasetFiles(store);
        Preparation preparation = new Preparation(
                datasets,
                bases,
                models,
                engine,
                new Lessons(datasets, new ReferenceStore(store)),
                new EarlierRuns(
                        board,
                        checkpoints,
                        new ModelCache(store, settings.folder().resolve("models")),
                        engine),
                new MachineMemory(settings.memory(), CgroupMemory.ofThisProcess()),
                (collection, version) -> catalog.recipe(collection, version)
                        .map(recipe -> recipe.formatting().template())
                        .orElse(null));
        Workshop shop = new Workshop(
                settings,
                board,
                new Claims(store, settings.slot()),
                checkpoints,
                models,
                new SaidMetrics(clients),
                preparation,
                engine,
                new MemoryNote(memoryNote(settings), CgroupMemory.ofThisProcess()),
                () -> Runtime.getRuntime().halt(STALLED),
                clock);
        RunWorker worker = new RunWorker(shop, watch::catchUp, id -> EventPublisher.fencing(clients, id));
        return List.of(watch, commands, worker);
    }
}
