package dev.deltalex.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a parser makes of an input: its output as a third party reads it, and the rest. */
record Answers(List<Map<String, Object>> lines, List<BatchReport> reports, BatchCounts counts) {
  static Answers of(BatchSettings settings, String... input) throws IOException {
    return of(settings, String.join("\n", input).getBytes(StandardCharsets.UTF_8));
  }

  static Answers of(BatchSettings settings, byte[] input) throws IOException {
    BatchInput in = new BatchInput(new ByteArrayInputStream(input));
    BatchParser parser = new BatchParser(settings);
    BatchChunk chunk = new BatchChunk();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<BatchReport> reports = new ArrayList<>();
    BatchCounts counts = new BatchCounts();
    while (!chunk.isStopped() && in.fill(chunk)) {
      parser.read(chunk);
      out.write(chunk.output(), 0, chunk.outputLength());
      reports.addAll(chunk.reports());
      counts.add(chunk.counts());
    }
    List<Map<String, Object>> lines = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
      if (!line.isEmpty()) {
        lines.add(read(line));
      }
    }
    return new Answers(lines, reports, counts);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> read(String line) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(line)) {
      json.nextToken();
      Map<String, Object> members = (Map<String, Object>) value(json);
      if (json.nextToken() != null) {
        throw new IOException("more than an object: " + line);
      }
      return members;
    }
  }

  private static Object value(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          members.put(name, value(json));
        }
        return members;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(json));
        }
        return elements;
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        return json.getBooleanValue();
      }
      default -> {
        return json.getText();
      }
    }
  }
}
