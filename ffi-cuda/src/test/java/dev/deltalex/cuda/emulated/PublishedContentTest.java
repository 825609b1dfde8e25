package dev.deltalex.cuda.emulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.nativetools.NativeTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published artifacts contain neither native code nor the emulated driver. */
class PublishedContentTest {
  private static final byte[] ELF = {0x7F, 'E', 'L', 'F'};

  /** The content of the jar before it is packaged. */
  @Test
  void classes() throws IOException {
    Path classes = NativeTools.MODULE.resolve("target/classes");
    List<String> offences = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    String own = DriverLibrary.class.getName().replace('.', '/') + ".class";
    assertTrue(files.contains(classes.resolve(own)), "looked in the wrong place: " + classes);
    for (Path file : files) {
      check(classes.relativize(file).toString(), Files.readAllBytes(file), offences);
    }
    assertEquals(List.of(), offences);
  }

  /** The jar, after it was packaged. */
  @Test
  @Tag("published-jar")
  void jar() throws IOException {
    Path file = Path.of(System.getProperty("deltalex.jar"));
    List<String> offences = new ArrayList<>();
    boolean complete = false;
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          check(entry.getName(), in.readAllBytes(), offences);
        }
        complete |= entry.getName().endsWith("/DriverLibrary.class");
      }
    }
    assertTrue(complete, file + " lacks the driver's classes");
    assertEquals(List.of(), offences);
  }

  /** The check detects native code and the emulated driver. */
  @Test
  void offencesAreFound() {
    List<String> offences = new ArrayList<>();
    check("lib/liba.so", new byte[0], offences);
    check("hidden", ELF, offences);
    check("x.class", "..dev/deltalex/cuda/emulated/X..".getBytes(StandardCharsets.UTF_8), offences);
    check("dev/deltalex/nativetools/NativeTools.class", new byte[4], offences);
    check("fine.ptx", ".version 6.3".getBytes(StandardCharsets.UTF_8), offences);
    assertEquals(4, offences.size(), offences.toString());
    assertFalse(offences.toString().contains("fine.ptx"));
  }

  private static void check(String name, byte[] content, List<String> offences) {
    String lower = name.toLowerCase(Locale.ROOT);
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (lower.contains("emulated") || lower.contains("nativetools") || lower.endsWith(".so")) {
      offences.add(name + ": by its name");
    } else if (text.startsWith(new String(ELF, StandardCharsets.ISO_8859_1))) {
      offences.add(name + ": native code");
    } else if (text.contains("emulated_reset") || text.contains("deltalex/cuda/emulated")) {
      offences.add(name + ": mentions the emulated driver");
    }
  }
}
