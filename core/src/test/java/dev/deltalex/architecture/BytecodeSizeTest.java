package dev.deltalex.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The JIT gives up on methods over 8,000 bytecodes and inlines a hot callee only under 325 ({@code
 * HugeMethodLimit}, {@code FreqInlineSize}); it says nothing when it does, so the sizes are held
 * here.
 */
class BytecodeSizeTest {
  private static final int LARGEST_METHOD = 2_000;
  private static final int LARGEST_INLINED = 325;
  private static final String VECTOR_API = "jdk/incubator/vector/";

  private static final List<ClassModel> CLASSES = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    CLASSES.clear();
    try (Stream<Path> files = Files.walk(MainClasses.directory())) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        CLASSES.add(ClassFile.of().parse(file));
      }
    }
    assertTrue(CLASSES.size() > 20, "too few classes in " + MainClasses.directory());
  }

  private static String name(ClassModel type, MethodModel method) {
    return type.thisClass().asInternalName()
        + '.'
        + method.methodName().stringValue()
        + method.methodType().stringValue();
  }

  private static int size(MethodModel method) {
    return method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
  }

  @Test
  void noMethodIsTooLargeForTheJit() {
    TreeSet<String> large = new TreeSet<>();
    for (ClassModel type : CLASSES) {
      for (MethodModel method : type.methods()) {
        if (size(method) > LARGEST_METHOD) {
          large.add(name(type, method) + " has " + size(method));
        }
      }
    }
    assertEquals(new TreeSet<>(), large, "methods over " + LARGEST_METHOD + " bytecodes");
  }

  @Test
  void whatTheKernelsCallIsSmallEnoughToBeInlined() {
    Map<String, Integer> sizes = new HashMap<>();
    for (ClassModel type : CLASSES) {
      for (MethodModel method : type.methods()) {
        sizes.put(name(type, method), size(method));
      }
    }
    int calls = 0;
    TreeSet<String> large = new TreeSet<>();
    for (ClassModel type : CLASSES) {
      for (MethodModel method : type.methods()) {
        List<String> callees = callees(method);
        if (callees.stream().noneMatch(callee -> callee.startsWith(VECTOR_API))) {
          continue; // no kernel
        }
        for (String callee : callees) {
          Integer size = sizes.get(callee);
          if (size != null) {
            calls++;
            if (size >= LARGEST_INLINED) {
              large.add(callee + " has " + size + ", called by " + name(type, method));
            }
          }
        }
      }
    }
    assertTrue(calls > 0, "no calls found in the kernels");
    assertEquals(new TreeSet<>(), large, "called by kernels, not under " + LARGEST_INLINED);
  }

  private static List<String> callees(MethodModel method) {
    CodeModel code = method.code().orElse(null);
    if (code == null) {
      return List.of();
    }
    return code.elementStream()
        .filter(InvokeInstruction.class::isInstance)
        .map(InvokeInstruction.class::cast)
        .map(call ->
            call.owner().asInternalName()
                + '.'
                + call.name().stringValue()
                + call.type().stringValue())
        .toList();
  }
}
