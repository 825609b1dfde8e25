package dev.deltalex.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.deltalex.Limits;
import dev.deltalex.schema.ToolSchemaException;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;

/**
 * Any JSON that a client sends as tools is either read or rejected with a {@code
 * ToolSchemaException}.
 */
class ToolSchemaFuzzTest {
  private static final Limits FEW =
      Limits.builder()
          .maxNameChars(8)
          .maxHeldChars(64)
          .maxBufferedChars(64)
          .maxCalls(1)
          .maxTools(3)
          .maxSchemaDepth(4)
          .build();

  @DictionaryFile(resourcePath = "/dev/deltalex/fuzz/schemas.dict")
  @FuzzTest(maxDuration = "10m")
  void toolsAreReadOrRefused(byte[] bytes) {
    String json = Wtf8.read(bytes, 0);
    int many = size(json, Limits.DEFAULT);
    int few = size(json, FEW);
    assertTrue(few <= FEW.maxTools(), "tools: " + few);
    assertTrue(few < 0 || few == many, "narrow limits change the tools: " + few + ", " + many);
  }

  /** Number of tools, or -1 if they are rejected. */
  private static int size(String json, Limits limits) {
    try {
      ToolSet tools = ToolSetReader.read(json, limits);
      for (int i = 0; i < tools.size(); i++) {
        assertTrue(tools.name(i).length() <= limits.maxNameChars(), tools.name(i));
      }
      return tools.size();
    } catch (ToolSchemaException refused) {
      assertTrue(refused.getMessage().startsWith(refused.path()), refused.getMessage());
      return -1;
    }
  }
}
