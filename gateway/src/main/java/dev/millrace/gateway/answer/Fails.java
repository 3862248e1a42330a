package dev.millrace.gateway.answer;

import dev.millrace.contracts.ErrorCode;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Codes a route fails with, beside those that every route may fail with. The published API document is made of them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Fails {
    ErrorCode[] value();
}
