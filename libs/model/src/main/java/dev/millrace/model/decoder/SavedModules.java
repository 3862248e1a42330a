package dev.millrace.model.decoder;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.adapter.AdapterSettings;
import java.util.BitSet;
import java.util.List;

/** Finds the modules that are trained whole beside adapters. */
final class SavedModules {
    private SavedModules() {}

    /** @throws MillraceException RUN_CONFIG_INVALID for a name without a module, and for a part of what can only be trained together */
    static BitSet of(Parameters parameters, DecoderConfig config, AdapterSettings settings) {
        settings.saved().forEach(name -> requireKnown(name, parameters));
        BitSet chosen = new BitSet();
        for (int i = 0; i < parameters.all().size(); i++) {
            List<String> modules = modules(parameters.all().get(i));
            long saved = modules.stream().filter(settings::saves).count();
            if (saved > 0) {
                requireWhole(saved == modules.size(), modules);
                requireUntied(!(config.tiedEmbeddings() && parameters.isOutput(i)));
                chosen.set(i);
            }
        }
        return chosen;
    }

    private static List<String> modules(Parameter parameter) {
        return parameter.parts().stream()
                .map(part -> part.name().replaceFirst("\\.(weight|bias)$", ""))
                .toList();
    }

    private static void requireKnown(String name, Parameters parameters) {
        boolean known = parameters.all().stream()
                .flatMap(parameter -> modules(parameter).stream())
                .anyMatch(module -> AdapterSettings.isNamed(name, module));
        if (!known) {
            throw refused("names " + printable(name) + ", which the model does not have");
        }
    }

    private static void requireWhole(boolean whole, List<String> modules) {
        if (!whole) {
            throw refused("names only some of " + String.join(", ", modules) + ", which are trained together");
        }
    }

    private static void requireUntied(boolean untied) {
        if (!untied) {
            throw refused("names the embeddings, which are the output layer too; train the whole model instead");
        }
    }

    private static MillraceException refused(String why) {
        return new MillraceException(ErrorCode.RUN_CONFIG_INVALID, "modulesToSave " + why);
    }

    static String printable(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_.-]", "?");
        return plain.length() <= 80 ? plain : plain.substring(0, 80);
    }
}
