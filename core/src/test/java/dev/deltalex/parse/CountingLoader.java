package dev.deltalex.parse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;

/**
 * Loads a second copy of the library in which every call of a method, every round of a loop and
 * every char copied in bulk is reported to {@link StepCounter}: work that can be counted instead of
 * timed.
 */
final class CountingLoader extends ClassLoader {
  private static final String PREFIX = "dev.deltalex.";
  private static final ClassDesc COUNTER = StepCounter.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

  /** Bulk work of the JDK, as owner, name and parameters, that the counter has a twin of. */
  private static final Set<String> BULK =
      Set.of(
          "java/lang/System.arraycopy(Ljava/lang/Object;ILjava/lang/Object;II)V",
          "java/util/Arrays.copyOf([CI)[C",
          "java/util/Arrays.equals([CII[CII)Z");

  private final ClassFile classFile =
      ClassFile.of(
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(CountingLoader.class.getClassLoader())));

  CountingLoader() {
    super(CountingLoader.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PREFIX)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String resource = "/" + name.replace('.', '/') + ".class";
    try (InputStream in = CountingLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      byte[] counted = name.equals(StepCounter.class.getName()) ? bytes : counted(bytes);
      return defineClass(name, counted, 0, counted.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] counted(byte[] bytes) {
    return classFile.transformClass(
        classFile.parse(bytes),
        ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(Counting::new)));
  }

  /** Puts the reports into one method. */
  private static final class Counting implements CodeTransform {
    private final Set<Label> behind = new HashSet<>();

    @Override
    public void atStart(CodeBuilder code) {
      code.invokestatic(COUNTER, "step", NOTHING);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof InvokeInstruction call && isBulk(call)) {
        code.invokestatic(COUNTER, call.name().stringValue(), call.typeSymbol());
        return;
      }
      if (element instanceof LabelTarget target) {
        behind.add(target.label());
      } else if (element instanceof BranchInstruction jump && behind.contains(jump.target())) {
        code.invokestatic(COUNTER, "step", NOTHING);
      }
      code.with(element);
    }

    private static boolean isBulk(InvokeInstruction call) {
      String owner = call.owner().asInternalName();
      return BULK.contains(owner + "." + call.name().stringValue() + call.type().stringValue());
    }
  }
}
