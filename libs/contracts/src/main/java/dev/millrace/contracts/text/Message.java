package dev.millrace.contracts.text;

import dev.millrace.contracts.Check;

/**
 * One turn of a conversation.
 *
 * @param role system, user or assistant
 */
public record Message(String role, String content) {
    public Message {
        Check.text("role", role, 32);
    }
}
