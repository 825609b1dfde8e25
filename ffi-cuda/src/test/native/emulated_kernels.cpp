// The table of kernels. A kernel is declared here as in its .cu file and gets one line below.
#include "emulated_kernels.h"

extern "C" void test_add(unsigned long long, unsigned long long, unsigned long long, unsigned int);
extern "C" void test_publish(unsigned long long, unsigned long long, unsigned long long);
extern "C" void test_gate(unsigned long long);
extern "C" void test_ping_pong(unsigned long long, unsigned long long);
extern "C" void test_fault(unsigned long long);
#ifdef EMULATED_GENERATION_STEP  // generation_loop.cu is compiled in
extern "C" void generation_step(unsigned long long);
#endif

const EmulatedKernel EMULATED_KERNELS[] = {
    EMULATED_KERNEL(test_add),
    EMULATED_KERNEL(test_publish),
    EMULATED_KERNEL(test_gate),
    EMULATED_KERNEL(test_ping_pong),
    EMULATED_KERNEL(test_fault),
#ifdef EMULATED_GENERATION_STEP
    EMULATED_KERNEL(generation_step),
#endif
};

const std::size_t EMULATED_KERNEL_COUNT = sizeof EMULATED_KERNELS / sizeof EMULATED_KERNELS[0];
