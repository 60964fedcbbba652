"""Prints the results of a sweep of 1,000 points that ran nowhere, with figures of about the right kind: what the pages
are tried on."""
import itertools
import random

random.seed(1)
print("cores[*].matrix.rows,cores[*].scratchpad.capacity,dram.bandwidth,cores[*].matrix.array,chip,model,batch,precision,"
      "clock_hz,elapsed_cycles,elapsed_ns,utilisation,roofline_fraction,macs,dram_read_bytes,dram_write_bytes,"
      "network_bytes,energy_pj,area_mm2,status,error")
sizes = [64, 128, 256, 512, 1024]
bandwidths = [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560]
for rows, size, bandwidth, array in itertools.product([8, 16, 32, 64, 128], sizes, bandwidths, ["ws", "os", "is", "dot"]):
    point = f"{rows},{size} KiB,{bandwidth} GB/s,{array},edge-npu,resnet50,1,int8"
    if random.random() < 0.01:
        print(f'{point}{"," * 12}failed,"core 0: the smallest tile of conv1 needs {size + 3} KiB, {size} KiB are there"')
        continue
    compute = 4.09e9 / (rows * rows) * (1.1 if array == "ws" else 1.3) * random.uniform(1, 1.05)
    traffic = 25e6 * (1 + 200 / size) * random.uniform(1, 1.02)
    cycles = int(max(compute, traffic / bandwidth) + 0.2 * min(compute, traffic / bandwidth))
    energy = 4.09e9 * 0.3 + traffic * 24 + cycles * rows * rows * 0.01
    area = rows * rows * 0.0006 + size * 0.004 + bandwidth * 0.01
    print(f"{point},1000000000,{cycles},{cycles},{4.09e9 / (rows * rows) / cycles:.5f},"
          f"{max(compute, traffic / bandwidth) / cycles:.5f},4089184256,{int(traffic)},961000,{int(traffic * 1.1)},"
          f"{energy:.0f},{area:.3f},ok,")
