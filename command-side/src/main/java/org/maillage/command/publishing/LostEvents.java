package org.maillage.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.Json;
import tools.jackson.databind.json.JsonMapper;

/** The events that only the feed has, one JSON object a line: which they are, never what they say. Made when there is a first one. */
final class LostEvents implements AutoCloseable {

    private static final JsonMapper MAPPER = Json.mapper().build();

    private final Path file;
    private @Nullable BufferedWriter out;

    LostEvents(Path file) {
        this.file = file;
    }

    void add(ConsumerRecord<String, byte[]> record) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("position", Long.parseLong(header(record, CloudEvents.HEADER_POSITION)));
        line.put("id", header(record, CloudEvents.HEADER_ID));
        line.put("type", header(record, CloudEvents.HEADER_TYPE));
        line.put("time", header(record, CloudEvents.HEADER_TIME));
        line.put("subject", header(record, CloudEvents.HEADER_SUBJECT));
        line.put("sequence", Long.parseLong(header(record, CloudEvents.HEADER_SEQUENCE)));
        line.put("key", record.key());
        line.put("partition", record.partition());
        try {
            if (out == null) {
                out = Files.newBufferedWriter(file, UTF_8);
            }
            out.write(MAPPER.writeValueAsString(line));
            out.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException("The list of lost events " + file + " cannot be written", e);
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The list of lost events " + file + " cannot be written", e);
        }
    }
}
