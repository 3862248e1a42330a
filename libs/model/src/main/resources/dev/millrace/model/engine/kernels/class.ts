# Kernels in serialised TorchScript. One class, its methods a file a topic; every method is called from Java with gradient mode off.
#
# N tokens of a batch, packed without padding       D width          F inner width of the feed-forward part
# H heads   K heads of keys and values   W head width   V vocabulary   M supervised tokens   P positions in a cache
#
# cuts: where segments begin, and N at the end; uniform: the segments' common length, 0 when they differ.
# shape: [H, K, window or 0, norm (0 RMS, 1 RMS with 1 + w, 2 layer norm), activation (0 SiLU, 1 GELU by tanh, 2 GELU), 1 when gated],
#    then for every adapter: whose matrix it bends, first row, row after the last.
# real: [epsilon, scale of attention, dropout of adapters], then the gain of every adapter.
# w: what a block may have, an empty tensor where it lacks it: 0 norm D, 1 query-key-value (H+2K)W x D, 2 output D x HW, 3 norm D,
#    4 gate-up 2F x D, 5 down D x F, 6 to 11 their biases in the same order, 12 query norm W, 13 key norm W, 14 norm D behind attention,
#    15 norm D behind the feed-forward part; then for every adapter, r being its rank: A r x inputs, B rows x r, magnitudes rows (DoRA) or empty.
# g: gradients in the same order, an empty tensor for what is not trained.
# keep: 0 overwrites gradients, 1 adds to them. Weights and gradients are float32; activations have the type of x.
# cos, sin: rotary angles [N, 1, R/2]; the first R of W numbers are turned; empty where positions are learned.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
