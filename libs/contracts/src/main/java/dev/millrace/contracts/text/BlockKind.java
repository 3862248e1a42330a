package dev.millrace.contracts.text;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a block of text is. */
public enum BlockKind {
    @JsonProperty("heading")
    HEADING,
    @JsonProperty("paragraph")
    PARAGRAPH,
    @JsonProperty("list-item")
    LIST_ITEM,
    @JsonProperty("table")
    TABLE,
    @JsonProperty("code")
    CODE
}
