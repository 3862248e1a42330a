/** What every service is wired with: configuration, clients, health, metrics. The only library that knows the framework. */
@NullMarked
package dev.millrace.service;

import org.jspecify.annotations.NullMarked;
