"""Writes tests of quantised operators whose expected outputs come from whole-number arithmetic in numpy's int64.

usage: integer-cases.py OUT

OUT becomes a folder that `tilewright conformance` reads. Codes and zero points take their whole range, ends included, and
sums reach what 16 bits cannot hold, for every pairing of signed and unsigned types: runtimes that add pairs of products in
saturating 16 bits are no truth here. Where the standard says that a sum is scaled, its fp32 steps are written out.
"""

import os
import sys
import zlib

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

F32 = numpy.float32
TYPES = {"u8": numpy.uint8, "s8": numpy.int8}
PAIRS = [(a, b) for a in TYPES for b in TYPES]


def codes(random, shape, dtype):
    """Over the whole range; every eighth number is one of its ends."""
    info = numpy.iinfo(dtype)
    values = random.integers(info.min, info.max + 1, shape)
    ends = random.choice([info.min, info.max], shape)
    return numpy.where(random.integers(0, 8, shape) == 0, ends, values).astype(dtype)


def extremes(shape, dtype, upper):
    info = numpy.iinfo(dtype)
    return numpy.full(shape, info.max if upper else info.min, dtype)


def saturated(values, dtype):
    info = numpy.iinfo(dtype)
    return numpy.clip(values, info.min, info.max).astype(dtype)


def quantized(values, scale, zero, dtype):
    """QuantizeLinear: ties to even, then the zero point, then the ends of the type."""
    steps = numpy.rint((values / F32(scale)).astype(F32)).astype(numpy.int64)
    return saturated(steps + zero, dtype)


def requantized(sums, scale_a, scale_b, scale_y, zero, dtype):
    """Sums of products in steps of another scale, as the standard's reference multiplies and divides in fp32."""
    factor = ((F32(scale_a) * scale_b).astype(F32) / F32(scale_y)).astype(F32)
    steps = numpy.rint((sums.astype(F32) * factor).astype(F32)).astype(numpy.int64)
    return saturated(steps + zero, dtype)


def real(values, zero, scale):
    return ((values.astype(numpy.int64) - zero).astype(F32) * F32(scale)).astype(F32)


def product(a, b, zero_a, zero_b):
    sums = numpy.matmul(a.astype(numpy.int64) - zero_a, b.astype(numpy.int64) - zero_b)
    assert numpy.abs(sums).max(initial=0) < 2**31
    return sums


def convolution(x, w, zero_x, zero_w, pads, strides, dilations, group):
    """Sums of products in any number of spatial axes, one output position at a time; padding is real zero."""
    rank = x.ndim - 2
    padding = [(0, 0), (0, 0)] + [(pads[axis], pads[axis + rank]) for axis in range(rank)]
    x = numpy.pad(x.astype(numpy.int64) - zero_x, padding)
    w = w.astype(numpy.int64) - numpy.asarray(zero_w, numpy.int64).reshape([-1] + [1] * (rank + 1))
    spans = [dilations[axis] * (w.shape[2 + axis] - 1) + 1 for axis in range(rank)]
    lengths = [(x.shape[2 + axis] - spans[axis]) // strides[axis] + 1 for axis in range(rank)]
    result = numpy.zeros([x.shape[0], w.shape[0]] + lengths, numpy.int64)
    inputs, outputs = x.shape[1] // group, w.shape[0] // group
    for place in numpy.ndindex(*lengths):
        window = tuple(
            slice(at * stride, at * stride + span, dilation)
            for at, stride, span, dilation in zip(place, strides, spans, dilations)
        )
        for part in range(group):
            piece = x[(slice(None), slice(part * inputs, (part + 1) * inputs)) + window]
            kernels = w[part * outputs : (part + 1) * outputs]
            axes = list(range(1, piece.ndim))
            result[(slice(None), slice(part * outputs, (part + 1) * outputs)) + place] = numpy.tensordot(
                piece, kernels, (axes, axes)
            )
    assert numpy.abs(result).max(initial=0) < 2**31
    return result


class Suite:
    def __init__(self, out):
        self.out = out
        self.count = 0

    def add(self, name, operation, inputs, outputs, domain="", **attributes):
        """A model of one node: `inputs` are arrays, None where one is absent; all of them are given when it runs."""
        words = [f"x{index}" if value is not None else "" for index, value in enumerate(inputs)]
        given = [(word, value) for word, value in zip(words, inputs) if value is not None]
        results = [(f"y{index}", value) for index, value in enumerate(outputs)]
        node = helper.make_node(
            operation, words, [word for word, _ in results], domain=domain, **attributes
        )

        def infos(pairs):
            return [
                helper.make_tensor_value_info(word, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape)
                for word, value in pairs
            ]

        graph = helper.make_graph([node], name, infos(given), infos(results))
        opsets = [helper.make_opsetid("", 21)] + ([helper.make_opsetid(domain, 1)] if domain else [])
        model = helper.make_model(graph, opset_imports=opsets, ir_version=10)
        folder = f"{self.out}/{operation}_{name}"
        os.makedirs(f"{folder}/test_data_set_0")
        onnx.save(model, f"{folder}/model.onnx")
        for kind, pairs in (("input", given), ("output", results)):
            for index, (word, value) in enumerate(pairs):
                with open(f"{folder}/test_data_set_0/{kind}_{index}.pb", "wb") as file:
                    file.write(numpy_helper.from_array(value, word).SerializeToString())
        self.count += 1


def matrix_products(suite, random):
    for kind_a, kind_b in PAIRS:
        type_a, type_b = TYPES[kind_a], TYPES[kind_b]
        name = f"{kind_a}_{kind_b}"
        for rows, depth, columns in [(1, 1, 1), (5, 7, 3), (17, 64, 33), (4, 1023, 16), (2, 4096, 8)]:
            a, b = codes(random, (rows, depth), type_a), codes(random, (depth, columns), type_b)
            zero_a, zero_b = codes(random, (), type_a), codes(random, (), type_b)
            label = f"{name}_{rows}x{depth}x{columns}"
            sums = product(a, b, int(zero_a), int(zero_b))
            suite.add(label, "MatMulInteger", [a, b, zero_a, zero_b], [sums.astype(numpy.int32)])
            columns_zero = codes(random, (columns,), type_b)
            sums = product(a, b, int(zero_a), columns_zero.astype(numpy.int64))
            suite.add(f"{label}_by_column", "MatMulInteger", [a, b, zero_a, columns_zero], [sums.astype(numpy.int32)])
            suite.add(f"{label}_plain", "MatMulInteger", [a, b], [product(a, b, 0, 0).astype(numpy.int32)])
            scaled_products(suite, random, label, a, b, zero_a, zero_b, columns_zero)
        for upper_a in (False, True):
            for upper_b in (False, True):
                a, b = extremes((3, 512), type_a, upper_a), extremes((512, 5), type_b, upper_b)
                label = f"{name}_ends_{int(upper_a)}{int(upper_b)}"
                suite.add(label, "MatMulInteger", [a, b], [product(a, b, 0, 0).astype(numpy.int32)])
        a, b = codes(random, (2, 3, 4, 9), type_a), codes(random, (3, 9, 5), type_b)
        suite.add(f"{name}_stacked", "MatMulInteger", [a, b], [product(a, b, 0, 0).astype(numpy.int32)])


def scaled_products(suite, random, label, a, b, zero_a, zero_b, columns_zero):
    """QLinearMatMul and onnxruntime's products, over the same operands."""
    scale_a, scale_b = F32(random.uniform(0.002, 0.1)), F32(random.uniform(0.002, 0.1))
    columns_scale = random.uniform(0.002, 0.1, b.shape[1]).astype(F32)
    sums = product(a, b, int(zero_a), int(zero_b))
    by_column = product(a, b, int(zero_a), columns_zero.astype(numpy.int64))
    for kind, dtype in TYPES.items():
        zero_y = codes(random, (), dtype)
        # A third of the results lies outside the type.
        scale_y = F32(max(float(numpy.abs(sums).max()) * scale_a * scale_b / 180, 1e-6))
        if kind == ("u8" if a.dtype == numpy.uint8 else "s8"):
            result = requantized(sums, scale_a, scale_b, scale_y, int(zero_y), dtype)
            suite.add(label, "QLinearMatMul", [a, scale_a, zero_a, b, scale_b, zero_b, scale_y, zero_y], [result])
            # Scales that are powers of two make true ties.
            result = requantized(sums, F32(0.5), F32(0.25), F32(2), int(zero_y), dtype)
            suite.add(
                f"{label}_ties", "QLinearMatMul",
                [a, F32(0.5), zero_a, b, F32(0.25), zero_b, F32(2), zero_y], [result],
            )
            result = requantized(by_column, scale_a, columns_scale, scale_y, int(zero_y), dtype)
            inputs = [a, scale_a, zero_a, b, columns_scale, columns_zero, scale_y, zero_y]
            suite.add(f"{label}_by_column", "QLinearMatMul", inputs, [result])
            addend = random.integers(-(2**20), 2**20, b.shape[1]).astype(numpy.int32)
            result = requantized(by_column + addend, scale_a, columns_scale, scale_y, int(zero_y), dtype)
            suite.add(
                label, "QGemm",
                [a, scale_a, zero_a, b, columns_scale, columns_zero, addend, scale_y, zero_y], [result],
                domain="com.microsoft",
            )
            if b.size > 1:
                inputs = [
                    a, scale_a, zero_a, b.T.copy(), columns_scale, columns_zero, addend, scale_y, zero_y,
                ]
                suite.add(f"{label}_turned", "QGemm", inputs, [result], domain="com.microsoft", transB=1)
    factor = (scale_a * columns_scale).astype(F32)
    result = (by_column.astype(F32) * factor).astype(F32)
    bias = random.normal(size=b.shape[1]).astype(F32)
    suite.add(
        label, "MatMulIntegerToFloat", [a, b, scale_a, columns_scale, zero_a, columns_zero], [result],
        domain="com.microsoft",
    )
    suite.add(
        f"{label}_bias", "MatMulIntegerToFloat",
        [a, b, scale_a, columns_scale, zero_a, columns_zero, bias], [(result + bias).astype(F32)],
        domain="com.microsoft",
    )


def convolutions(suite, random):
    # Batch, input channels, spatial lengths, output channels, kernel, pads, strides, dilations, group.
    shapes = [
        (1, 3, (9, 8), 5, (3, 3), (1, 1, 1, 1), (1, 1), (1, 1), 1),
        (2, 16, (7, 7), 8, (3, 2), (0, 1, 2, 0), (2, 1), (1, 2), 1),
        (1, 64, (6, 6), 16, (1, 1), (0, 0, 0, 0), (1, 1), (1, 1), 1),
        (1, 128, (4, 4), 8, (3, 3), (1, 1, 1, 1), (1, 1), (1, 1), 1),
        (2, 8, (9, 9), 8, (3, 3), (1, 1, 1, 1), (1, 1), (1, 1), 8),
        (1, 12, (8, 5), 8, (3, 3), (1, 0, 1, 0), (1, 1), (1, 1), 4),
        (1, 6, (25,), 4, (5,), (2, 2), (2,), (1,), 1),
        (1, 2, (4, 5, 6), 3, (2, 3, 2), (1, 0, 0, 1, 1, 0), (1, 2, 1), (1, 1, 1), 1),
    ]
    for kind_x, kind_w in PAIRS:
        type_x, type_w = TYPES[kind_x], TYPES[kind_w]
        for index, (batch, channels, lengths, filters, kernel, pads, strides, dilations, group) in enumerate(shapes):
            x = codes(random, (batch, channels) + lengths, type_x)
            w = codes(random, (filters, channels // group) + kernel, type_w)
            zero_x, zero_w = codes(random, (), type_x), codes(random, (), type_w)
            zeros_w = codes(random, (filters,), type_w)
            window = {
                "pads": pads, "strides": strides, "dilations": dilations, "group": group, "kernel_shape": kernel,
            }
            geometry = (pads, strides, dilations, group)
            label = f"{kind_x}_{kind_w}_{index}"
            sums = convolution(x, w, int(zero_x), int(zero_w), *geometry)
            suite.add(label, "ConvInteger", [x, w, zero_x, zero_w], [sums.astype(numpy.int32)], **window)
            by_filter = convolution(x, w, int(zero_x), zeros_w, *geometry)
            suite.add(
                f"{label}_by_filter", "ConvInteger", [x, w, zero_x, zeros_w], [by_filter.astype(numpy.int32)], **window
            )
            plain = convolution(x, w, 0, 0, *geometry)
            suite.add(f"{label}_plain", "ConvInteger", [x, w], [plain.astype(numpy.int32)], **window)
            scale_x, scales_w = F32(0.03), random.uniform(0.002, 0.1, filters).astype(F32)
            bias = random.integers(-(2**16), 2**16, filters).astype(numpy.int32)
            spread = [-1] + [1] * len(lengths)
            sums = by_filter + bias.reshape(spread)
            scale_y = F32(float(numpy.abs(sums).max()) * scale_x * float(scales_w.max()) / 180)
            zero_y = codes(random, (), type_x)
            result = requantized(sums, scale_x, scales_w.reshape(spread), scale_y, int(zero_y), type_x)
            inputs = [x, scale_x, zero_x, w, scales_w, zeros_w, scale_y, zero_y, bias]
            suite.add(label, "QLinearConv", inputs, [result], **window)
            sums = convolution(x, w, int(zero_x), int(zero_w), *geometry)
            result = requantized(sums, F32(0.25), F32(0.125), F32(2), int(zero_y), type_x)
            inputs = [x, F32(0.25), zero_x, w, F32(0.125), zero_w, F32(2), zero_y]
            suite.add(f"{label}_ties", "QLinearConv", inputs, [result], **window)


def element_wise(suite, random):
    every = {"u8": numpy.arange(256).astype(numpy.uint8), "s8": numpy.arange(-128, 128).astype(numpy.int8)}
    for kind, dtype in TYPES.items():
        for trial in range(4):
            scales = random.uniform(0.002, 0.2, 3).astype(F32)
            if trial == 0:
                scales = numpy.asarray([0.5, 0.25, 1], F32)
            zeros = codes(random, (3,), dtype)
            # Every code meets every code.
            a, b = every[kind].reshape(256, 1), every[kind].reshape(1, 256)
            reals = [real(value, int(zero), scale) for value, zero, scale in zip((a, b), zeros, scales)]
            inputs = [a, scales[0], zeros[0], b, scales[1], zeros[1]]
            for operation, result in (("QLinearAdd", reals[0] + reals[1]), ("QLinearMul", reals[0] * reals[1])):
                scale_y = scales[2] if trial else F32(1)
                expected = quantized(result.astype(F32), scale_y, int(zeros[2]), dtype)
                suite.add(
                    f"{kind}_{trial}", operation, inputs + [scale_y, zeros[2]], [expected], domain="com.microsoft"
                )
            slope = F32(0.1)
            leaky = numpy.where(reals[0] < 0, reals[0] * slope, reals[0]).astype(F32)
            suite.add(
                f"{kind}_{trial}", "QLinearLeakyRelu", [a, scales[0], zeros[0], scales[2], zeros[2]],
                [quantized(leaky, scales[2], int(zeros[2]), dtype)], domain="com.microsoft", alpha=float(slope),
            )
            suite.add(
                f"{kind}_{trial}", "QLinearConcat",
                [scales[2], zeros[2], a, scales[0], zeros[0], b.reshape(256, 1), scales[1], zeros[1]],
                [quantized(numpy.concatenate([reals[0], reals[1].reshape(256, 1)]), scales[2], int(zeros[2]), dtype)],
                domain="com.microsoft", axis=0,
            )
            suite.add(
                f"{kind}_{trial}", "DequantizeLinear", [a, scales[0], zeros[0]], [reals[0]]
            )
            spread = (random.normal(size=(64, 64)) * float(scales[2]) * 100).astype(F32)
            suite.add(
                f"{kind}_{trial}", "QuantizeLinear", [spread, scales[2], zeros[2]],
                [quantized(spread, scales[2], int(zeros[2]), dtype)],
            )
        halves = (numpy.arange(-1200, 1200).astype(F32) / 4).astype(F32)
        zero = codes(random, (), dtype)
        suite.add(
            f"{kind}_halves", "QuantizeLinear", [halves, F32(0.5), zero], [quantized(halves, F32(0.5), int(zero), dtype)]
        )


def away_from_ties(exact, scale, zero, dtype):
    """Codes of real numbers of which none lies near a tie; None where one does."""
    quotients = exact / float(scale)
    if numpy.abs(quotients - numpy.floor(quotients) - 0.5).min() < 1e-3:
        return None
    return saturated(numpy.rint(quotients).astype(numpy.int64) + zero, dtype)


def pools_and_curves(suite, random):
    """Operators whose real results are rounded in any order: their expected codes are those of fp64 results."""
    for kind, dtype in TYPES.items():
        x = codes(random, (2, 3, 6, 5), dtype)
        while True:
            scale, scale_y = random.uniform(0.01, 0.1, 2).astype(F32)
            zero, zero_y = codes(random, (2,), dtype)
            reals = (x.astype(numpy.int64) - int(zero)) * float(scale)
            exact = {
                "QLinearGlobalAveragePool": reals.mean(axis=(2, 3), keepdims=True),
                "QLinearAveragePool": numpy.stack(
                    [
                        numpy.stack([reals[:, :, i : i + 2, j : j + 2].mean(axis=(2, 3)) for j in range(4)], axis=-1)
                        for i in range(5)
                    ],
                    axis=2,
                ),
                "QLinearSigmoid": 1 / (1 + numpy.exp(-reals / 4)),
                "QLinearSoftmax": numpy.exp(reals - reals.max(axis=-1, keepdims=True))
                / numpy.exp(reals - reals.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True),
            }
            scales = {"QLinearSigmoid": F32(1 / 256), "QLinearSoftmax": F32(1 / 256)}
            results = {
                name: away_from_ties(values, scales.get(name, scale_y), int(zero_y), dtype)
                for name, values in exact.items()
            }
            if all(result is not None for result in results.values()):
                break
        for name, result in results.items():
            given = [x, F32(scale / 4) if name == "QLinearSigmoid" else scale, zero, scales.get(name, scale_y), zero_y]
            more = {"kernel_shape": [2, 2]} if name == "QLinearAveragePool" else {}
            if name == "QLinearSoftmax":
                more = {"axis": -1, "opset": 13}
            suite.add(kind, name, given, [result], domain="com.microsoft", **more)


def recurrent(suite, random):
    """DynamicQuantizeLSTM: sums of integers between steps in fp64, on weights that keep codes away from ties."""
    for kind, dtype in TYPES.items():
        for name, directions in (("forward", 1), ("bidirectional", 2)):
            steps, batch, features, hidden = 5, 2, 24, 40
            x = random.normal(size=(steps, batch, features)).astype(F32)
            w, r = (codes(random, (directions, rows, 4 * hidden), dtype) for rows in (features, hidden))
            scales = random.uniform(0.0005, 0.001, (2, directions)).astype(F32)
            zeros = codes(random, (2, directions), dtype)
            bias = random.normal(size=(directions, 8 * hidden)).astype(F32)
            y = lstm(x, w, r, scales, zeros, bias)
            suite.add(
                f"{kind}_{name}", "DynamicQuantizeLSTM",
                [x, w, r, bias, None, None, None, None, scales[0], zeros[0], scales[1], zeros[1]], [y],
                domain="com.microsoft", direction=name, hidden_size=hidden,
            )


def dynamic_codes(x):
    x = x.astype(F32)
    bottom, top = min(F32(0), x.min()), max(F32(0), x.max())
    scale = F32(1) if bottom == top else F32(F32(top - bottom) / F32(255))
    zero = int(numpy.clip(numpy.rint(F32(0) - F32(bottom / scale)), 0, 255))
    return quantized(x, scale, zero, numpy.uint8).astype(numpy.int64) - zero, float(scale)


def lstm(x, w, r, scales, zeros, bias):
    def sigmoid(values):
        return 1 / (1 + numpy.exp(-values))

    steps, batch, _ = x.shape
    directions, hidden = r.shape[:2]
    result = numpy.zeros((steps, directions, batch, hidden))
    data, data_scale = dynamic_codes(x)
    for direction in range(directions):
        weights = [
            matrix[direction].astype(numpy.int64) - int(zero[direction]) for matrix, zero in ((w, zeros[0]), (r, zeros[1]))
        ]
        state, cell = numpy.zeros((batch, hidden)), numpy.zeros((batch, hidden))
        for step in reversed(range(steps)) if direction else range(steps):
            seen, seen_scale = dynamic_codes(state)
            gates = (data[step] @ weights[0]) * (data_scale * float(scales[0][direction]))
            gates = gates + (seen @ weights[1]) * (seen_scale * float(scales[1][direction]))
            gates = gates + bias[direction].astype(float).reshape(2, -1).sum(axis=0)
            put, out, keep, new = (gates[:, part * hidden : (part + 1) * hidden] for part in range(4))
            cell = sigmoid(keep) * cell + sigmoid(put) * numpy.tanh(new)
            state = sigmoid(out) * numpy.tanh(cell)
            result[step, direction] = state
    return result.astype(F32)


def dynamic(suite, random):
    for trial, (low, high) in enumerate([(-3, 5), (0.5, 9), (-7, -0.25), (-1e-3, 1e-3), (-1e6, 4e6), (0, 0)]):
        x = random.uniform(low, high, (13, 40)).astype(F32)
        bottom, top = min(F32(0), x.min()), max(F32(0), x.max())
        scale = F32(1) if bottom == top else F32(F32(top - bottom) / F32(255))
        zero = numpy.uint8(numpy.clip(numpy.rint(F32(0) - F32(bottom / scale)), 0, 255))
        y = quantized(x, scale, int(zero), numpy.uint8)
        suite.add(f"{trial}", "DynamicQuantizeLinear", [x], [y, scale, zero])
        for kind, dtype in TYPES.items():
            w, zero_w = codes(random, (40, 6), dtype), codes(random, (), dtype)
            sums = product(y, w, int(zero), int(zero_w))
            scale_w = F32(0.01)
            result = (sums.astype(F32) * F32(scale * scale_w)).astype(F32)
            suite.add(
                f"{trial}_{kind}", "DynamicQuantizeMatMul", [x, w, scale_w, zero_w], [result], domain="com.microsoft"
            )


def main(out):
    suite = Suite(out)
    for build in (matrix_products, convolutions, element_wise, pools_and_curves, dynamic, recurrent):
        build(suite, numpy.random.default_rng(zlib.crc32(build.__name__.encode())))
    print(f"{suite.count} tests")


if __name__ == "__main__":
    main(*sys.argv[1:])
