package dev.millrace.trainer.files;

/** Media types of the files of a model or a checkpoint. */
final class MediaTypes {
    private MediaTypes() {}

    static String of(String name) {
        int dot = name.lastIndexOf('.');
        return switch (dot < 0 ? "" : name.substring(dot)) {
            case ".json" -> "application/json";
            case ".jinja", ".txt", ".md" -> "text/plain";
            default -> "application/octet-stream";
        };
    }
}
