package dev.deltalex.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tiktoken files that jtokkit has in its jar, against its own decoder, over every id. */
class PublishedRanksTest {
  private static Vocabulary read(EncodingType type) throws IOException {
    String file = "/com/knuddels/jtokkit/" + type.getName() + ".tiktoken";
    try (InputStream in = Objects.requireNonNull(Encodings.class.getResourceAsStream(file), file)) {
      return VocabularyReader.tiktoken(in, Map.of());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = EncodingType.class,
      names = {"R50K_BASE", "P50K_BASE", "CL100K_BASE", "O200K_BASE"})
  void everyTokenIsWhatTheOtherDecoderSays(EncodingType type) throws IOException {
    Vocabulary words = read(type);
    Encoding other = Encodings.newLazyEncodingRegistry().getEncoding(type);
    IntArrayList one = new IntArrayList(1);
    one.add(0);
    int known = 0;
    for (int id = 0; id < words.size(); id++) {
      if (Vocabulary.isKnown(words.entry(id))) {
        known++;
        one.set(0, id);
        String bytes = new String(other.decodeBytes(one), StandardCharsets.ISO_8859_1);
        assertEquals(bytes, VocabularyFiles.bytes(words, id), "id " + id);
      }
    }
    assertTrue(known >= 50_000, "read " + known);
  }
}
