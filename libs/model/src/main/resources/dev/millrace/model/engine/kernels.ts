# Kernels in serialised TorchScript. One class; every method is called from Java with gradient mode off.
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

  def put(self: __torch__.Kernels, g: Tensor, value: Tensor, keep: int) -> Tensor:
    if keep == 0:
      torch.copy_(g, value)
    else:
      torch.add_(g, value)
    return g

  def inverse_rms(self: __torch__.Kernels, x: Tensor, eps: float) -> Tensor:
    length = torch.linalg_vector_norm(x, 2, [1], True, dtype=6)
    return torch.rsqrt_(torch.add_(torch.div_(torch.mul_(length, length), x.size(1)), eps))

  def scale_of(self: __torch__.Kernels, w: Tensor, norm: int) -> Tensor:
    if norm == 1:
      y = torch.add(w, 1)
    else:
      y = w
    return y

  def norm_statistics(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, norm: int, eps: float) -> Tensor:
    if norm == 2:
      y, mean, r, = torch.native_layer_norm(torch.to(x, 6), [x.size(1)], w, b, eps)
      s = torch.cat([mean, r], 1)
    else:
      s = (self).inverse_rms(x, eps)
    return s

  def normed(self: __torch__.Kernels, x: Tensor, r: Tensor, w: Tensor, b: Tensor, norm: int) -> Tensor:
    if norm == 2:
      mean, deviation, = torch.chunk(r, 2, 1)
      y = torch.to(torch.add_(torch.mul_(torch.mul_(torch.sub(x, mean), deviation), w), b), x.dtype)
    else:
      y = torch.to(torch.mul_(torch.mul(x, r), (self).scale_of(w, norm)), x.dtype)
    return y

  def norm_backward(self: __torch__.Kernels, dh: Tensor, x: Tensor, r: Tensor, w: Tensor, g: Tensor, g_bias: Tensor, norm: int, keep: int) -> Tensor:
    if norm == 2:
      mean, deviation, = torch.chunk(r, 2, 1)
      unit = torch.mul_(torch.sub(x, mean), deviation)
      both = torch.mul(unit, dh)
      if g.numel() > 0:
        _0 = (self).put(g, torch.sum(both, [0]), keep)
        _1 = (self).put(g_bias, torch.sum(dh, [0], dtype=6), keep)
      along = torch.unsqueeze(torch.mv(both, w), 1)
      dx = torch.mul(dh, w)
      dx = torch.sub(dx, torch.mean(dx, [1], True))
      dx = torch.mul_(torch.addcmul_(dx, unit, along, value=-1.0 / x.size(1)), deviation)
    else:
      unit = torch.mul(x, r)
      both = torch.mul(unit, dh)
      if g.numel() > 0:
        _2 = (self).put(g, torch.sum(both, [0]), keep)
      v = (self).scale_of(w, norm)
      along = torch.unsqueeze(torch.mv(both, v), 1)
      dx = torch.mul(dh, v)
      dx = torch.mul_(torch.addcmul_(dx, unit, along, value=-1.0 / x.size(1)), r)
    return dx

  def head_norm_weights(self: __torch__.Kernels, w: List[Tensor], heads: int, kv: int, norm: int) -> Tensor:
    both = torch.cat([torch.expand(torch.unsqueeze(w[12], 0), [heads, -1]), torch.expand(torch.unsqueeze(w[13], 0), [kv, -1])], 0)
    return (self).scale_of(both, norm)

  def head_norm_backward(self: __torch__.Kernels, dh: Tensor, x: Tensor, r: Tensor, w: List[Tensor], g: List[Tensor], shape: List[int], keep: int) -> Tensor:
    heads = shape[0]
    v = (self).head_norm_weights(w, heads, shape[1], shape[3])
    unit = torch.mul(x, r)
    both = torch.mul(unit, dh)
    if g[12].numel() > 0:
      by_head = torch.sum(both, [0])
      _0 = (self).put(g[12], torch.sum(torch.slice(by_head, 0, 0, heads), [0]), keep)
      _1 = (self).put(g[13], torch.sum(torch.slice(by_head, 0, heads), [0]), keep)
    along = torch.sum(torch.mul_(both, v), [2], True)
    dx = torch.addcmul_(torch.mul(dh, v), unit, along, value=-1.0 / x.size(2))
    return torch.to(torch.mul_(dx, r), dh.dtype)

  def linear(self: __torch__.Kernels, x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
    if bias.numel() > 0:
      y = torch.linear(x, torch.to(w, x.dtype), torch.to(bias, x.dtype))
    else:
      y = torch.linear(x, torch.to(w, x.dtype))
    return y

  def bias_backward(self: __torch__.Kernels, dy: Tensor, g: Tensor, keep: int) -> Tensor:
    if g.numel() > 0:
      _0 = (self).put(g, torch.sum(dy, [0], dtype=6), keep)
    return g

  def linear_backward(self: __torch__.Kernels, dy: Tensor, x: Tensor, g: Tensor, gain: float, keep: int) -> Tensor:
    if dy.dtype == 6:
      torch.addmm_(g, torch.t(dy), x, beta=keep, alpha=gain)
    else:
      product = torch.mm(torch.t(dy), x)
      if gain != 1.:
        product = torch.mul_(torch.to(product, 6), gain)
      _0 = (self).put(g, product, keep)
    return g

  def adapters(self: __torch__.Kernels, shape: List[int]) -> int:
    return torch.floordiv(torch.len(shape) - 6, 3)

  def bends(self: __torch__.Kernels, slot: int, shape: List[int]) -> bool:
    found = False
    for i in range((self).adapters(shape)):
      if shape[6 + 3 * i] == slot:
        found = True
    return found

  def learns(self: __torch__.Kernels, g: List[Tensor], slot: int, shape: List[int]) -> bool:
    return torch.__or__(g[slot].numel() > 0, (self).bends(slot, shape))

  def adapt(self: __torch__.Kernels, y: Tensor, x: Tensor, w: List[Tensor], i: int, shape: List[int], real: List[float], kept: List[Tensor]) -> Tensor:
    a = w[16 + 3 * i]
    b = w[17 + 3 * i]
    magnitude = w[18 + 3 * i]
    slot = shape[6 + 3 * i]
    low = shape[7 + 3 * i]
    high = shape[8 + 3 * i]
    gain = real[3 + i]
    ys = torch.slice(y, 1, low, high)
    if real[2] > 0.:
      d, mask, = torch.native_dropout(x, real[2], True)
    else:
      d = x
      mask = torch.slice(a, 0, 0, 0)
    h = torch.linear(d, torch.to(a, x.dtype))
    if magnitude.numel() > 0:
      rows = torch.slice(w[slot], 0, low, high)
      length = torch.linalg_vector_norm(torch.addmm(torch.to(rows, 6), b, a, beta=1, alpha=gain), 2, [1])
      stretch = torch.div(magnitude, length)
      if real[2] > 0.:
        base = torch.linear(d, torch.to(rows, x.dtype))
      else:
        if w[slot + 6].numel() > 0:
          base = torch.sub(ys, torch.to(torch.slice(w[slot + 6], 0, low, high), x.dtype))
        else:
          base = torch.clone(ys)
      bent = torch.addmm(base, h, torch.t(torch.to(b, x.dtype)), beta=1, alpha=gain)
      _0 = torch.add_(ys, torch.to(torch.sub(torch.mul(bent, stretch), base), x.dtype))
    else:
      length = magnitude
      _1 = torch.addmm_(ys, h, torch.t(torch.to(b, x.dtype)), beta=1, alpha=gain)
    _2 = torch.append(kept, mask)
    _3 = torch.append(kept, h)
    _4 = torch.append(kept, length)
    return y

  def projected(self: __torch__.Kernels, x: Tensor, w: List[Tensor], slot: int, shape: List[int], real: List[float], kept: List[Tensor]) -> Tensor:
    y = (self).linear(x, w[slot], w[slot + 6])
    for i in range((self).adapters(shape)):
      if shape[6 + 3 * i] == slot:
        _0 = (self).adapt(y, x, w, i, shape, real, kept)
    return y

  def stretched(self: __torch__.Kernels, dy: Tensor, w: List[Tensor], i: int, saved: List[Tensor], less: float) -> Tensor:
    factor = torch.sub(torch.div(w[18 + 3 * i], saved[19 + 3 * i]), less)
    return torch.to(torch.mul(dy, factor), dy.dtype)

  def projected_inputs(self: __torch__.Kernels, dy: Tensor, w: List[Tensor], slot: int, shape: List[int], real: List[float], saved: List[Tensor]) -> Tensor:
    whole = dy
    copied = False
    for i in range((self).adapters(shape)):
      if torch.__and__(shape[6 + 3 * i] == slot, torch.__and__(w[18 + 3 * i].numel() > 0, real[2] == 0.)):
        if torch.__not__(copied):
          whole = torch.clone(dy)
          copied = True
        part = torch.slice(whole, 1, shape[7 + 3 * i], shape[8 + 3 * i])
        _0 = torch.copy_(part, (self).stretched(part, w, i, saved, 0.))
    dx = torch.mm(whole, torch.to(w[slot], dy.dtype))
    for i in range((self).adapters(shape)):
      if shape[6 + 3 * i] == slot:
        a = torch.to(w[16 + 3 * i], dy.dtype)
        b = torch.to(w[17 + 3 * i], dy.dtype)
        part = torch.slice(whole, 1, shape[7 + 3 * i], shape[8 + 3 * i])
        if real[2] == 0.:
          _1 = torch.addmm_(dx, torch.mm(part, b), a, beta=1, alpha=real[3 + i])
        else:
          if w[18 + 3 * i].numel() > 0:
            dd = torch.mul_(torch.mm(torch.mm((self).stretched(part, w, i, saved, 0.), b), a), real[3 + i])
            rows = torch.slice(w[slot], 0, shape[7 + 3 * i], shape[8 + 3 * i])
            dd = torch.addmm_(dd, (self).stretched(part, w, i, saved, 1.), torch.to(rows, dy.dtype), beta=1, alpha=1)
          else:
            dd = torch.mul_(torch.mm(torch.mm(part, b), a), real[3 + i])
          _2 = torch.addcmul_(dx, dd, torch.to(saved[17 + 3 * i], dy.dtype), value=1. / (1. - real[2]))
    return dx

  def projected_weights(self: __torch__.Kernels, dy: Tensor, x: Tensor, w: List[Tensor], g: List[Tensor], slot: int, shape: List[int], real: List[float], saved: List[Tensor], keep: int) -> Tensor:
    if g[slot].numel() > 0:
      _0 = (self).linear_backward(dy, x, g[slot], 1., keep)
    for i in range((self).adapters(shape)):
      if shape[6 + 3 * i] == slot:
        b = torch.to(w[17 + 3 * i], dy.dtype)
        h = saved[18 + 3 * i]
        part = torch.slice(dy, 1, shape[7 + 3 * i], shape[8 + 3 * i])
        if real[2] > 0.:
          d = torch.mul_(torch.mul(x, saved[17 + 3 * i]), 1. / (1. - real[2]))
        else:
          d = x
        if w[18 + 3 * i].numel() > 0:
          rows = torch.slice(w[slot], 0, shape[7 + 3 * i], shape[8 + 3 * i])
          bent = torch.addmm(torch.linear(d, torch.to(rows, dy.dtype)), h, torch.t(b), beta=1, alpha=real[3 + i])
          along = torch.sum(torch.mul_(bent, part), [0], dtype=6)
          _1 = (self).put(g[18 + 3 * i], torch.div_(along, saved[19 + 3 * i]), keep)
          part = (self).stretched(part, w, i, saved, 0.)
        _2 = (self).linear_backward(torch.mm(part, b), d, g[16 + 3 * i], real[3 + i], keep)
        _3 = (self).linear_backward(part, h, g[17 + 3 * i], real[3 + i], keep)
    return dy

  def rotate(self: __torch__.Kernels, x: Tensor, cos: Tensor, sin: Tensor, sign: float) -> Tensor:
    if cos.numel() > 0:
      half = cos.size(-1)
      a = torch.slice(x, -1, 0, half)
      b = torch.slice(x, -1, half, half + half)
      y = torch.empty_like(x, memory_format=0)
      torch.addcmul_(torch.mul(a, cos, out=torch.slice(y, -1, 0, half)), b, sin, value=-sign)
      torch.addcmul_(torch.mul(b, cos, out=torch.slice(y, -1, half, half + half)), a, sin, value=sign)
      if half + half < x.size(-1):
        _0 = torch.copy_(torch.slice(y, -1, half + half), torch.slice(x, -1, half + half))
    else:
      y = x
    return y

  def spread(self: __torch__.Kernels, x: Tensor, heads: int) -> Tensor:
    k = x.size(1)
    if k == heads:
      y = x
    else:
      y = torch.reshape(torch.expand(torch.unsqueeze(x, 2), [-1, -1, torch.floordiv(heads, k), -1]), [x.size(0), heads, x.size(2)])
    return y

  def gather_heads(self: __torch__.Kernels, x: Tensor, k: int) -> Tensor:
    if x.size(1) == k:
      y = x
    else:
      y = torch.sum(torch.reshape(x, [x.size(0), k, -1, x.size(2)]), [2])
    return y

  def segments(self: __torch__.Kernels, x: Tensor, length: int) -> Tensor:
    return torch.transpose(torch.reshape(x, [-1, length, x.size(1), x.size(2)]), 1, 2)

  def flat(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.reshape(torch.transpose(x, 1, 2), [-1, x.size(1), x.size(3)])

  def band(self: __torch__.Kernels, queries: int, keys: int, window: int, dtype: int) -> Tensor:
    seen = torch.ones([queries, keys], dtype=11)
    seen = torch.tril(seen, keys - queries)
    if window > 0:
      seen = torch.triu(seen, keys - queries - window + 1)
    return torch.masked_fill(torch.zeros([queries, keys], dtype=dtype), torch.logical_not(seen), -inf)

  def attend_alike(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, window: int, scale: float) -> Tuple[Tensor, Tensor]:
    n = q.size(2)
    if window > 0 and window < n:
      o, l, = torch._scaled_dot_product_flash_attention_for_cpu(torch.slice(q, 2, 0, window), torch.slice(k, 2, 0, window), torch.slice(v, 2, 0, window), 0., True, scale=scale)
      os = [o]
      ls = [l]
      for i in range(torch.floordiv(n - window + 127, 128)):
        a = window + i * 128
        if a + 128 < n:
          b = a + 128
        else:
          b = n
        c = a - window + 1
        mask = (self).band(b - a, b - c, window, q.dtype)
        o1, l1, = torch._scaled_dot_product_flash_attention_for_cpu(torch.slice(q, 2, a, b), torch.slice(k, 2, c, b), torch.slice(v, 2, c, b), 0., False, attn_mask=mask, scale=scale)
        _0 = torch.append(os, o1)
        _1 = torch.append(ls, l1)
      y = torch.cat(os, 2)
      z = torch.cat(ls, 2)
    else:
      y, z, = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0., True, scale=scale)
    return (y, z)

  def attend_alike_backward(self: __torch__.Kernels, dy: Tensor, q: Tensor, k: Tensor, v: Tensor, y: Tensor, l: Tensor, window: int, scale: float) -> Tuple[Tensor, Tensor, Tensor]:
    n = q.size(2)
    if window > 0 and window < n:
      dk = torch.zeros_like(k)
      dv = torch.zeros_like(v)
      q0 = torch.slice(q, 2, 0, window)
      k0 = torch.slice(k, 2, 0, window)
      v0 = torch.slice(v, 2, 0, window)
      dq0, dk0, dv0, = torch._scaled_dot_product_flash_attention_for_cpu_backward(torch.slice(dy, 2, 0, window), q0, k0, v0, torch.slice(y, 2, 0, window), torch.contiguous(torch.slice(l, 2, 0, window)), 0., True, scale=scale)
      dqs = [dq0]
      _0 = torch.add_(torch.slice(dk, 2, 0, window), dk0)
      _1 = torch.add_(torch.slice(dv, 2, 0, window), dv0)
      for i in range(torch.floordiv(n - window + 127, 128)):
        a = window + i * 128
        if a + 128 < n:
          b = a + 128
        else:
          b = n
        c = a - window + 1
        mask = (self).band(b - a, b - c, window, q.dtype)
        l1 = torch.contiguous(torch.slice(l, 2, a, b))
        dq1, dk1, dv1, = torch._scaled_dot_product_flash_attention_for_cpu_backward(torch.slice(dy, 2, a, b), torch.slice(q, 2, a, b), torch.slice(k, 2, c, b), torch.slice(v, 2, c, b), torch.slice(y, 2, a, b), l1, 0., False, attn_mask=mask, scale=scale)
        _2 = torch.append(dqs, dq1)
        _3 = torch.add_(torch.slice(dk, 2, c, b), dk1)
        _4 = torch.add_(torch.slice(dv, 2, c, b), dv1)
      dq = torch.cat(dqs, 2)
    else:
      dq, dk, dv, = torch._scaled_dot_product_flash_attention_for_cpu_backward(dy, q, k, v, y, l, 0., True, scale=scale)
    return (dq, dk, dv)

  def attend(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, cuts: List[int], uniform: int, window: int, scale: float) -> Tuple[Tensor, Tensor]:
    if uniform > 0:
      o, l, = (self).attend_alike((self).segments(q, uniform), (self).segments(k, uniform), (self).segments(v, uniform), window, scale)
      y = (self).flat(o)
    else:
      ys = annotate(List[Tensor], [])
      ls = annotate(List[Tensor], [])
      for i in range(torch.len(cuts) - 1):
        a = cuts[i]
        b = cuts[i + 1]
        qs = (self).segments(torch.slice(q, 0, a, b), b - a)
        ks = (self).segments(torch.slice(k, 0, a, b), b - a)
        vs = (self).segments(torch.slice(v, 0, a, b), b - a)
        o, l1, = (self).attend_alike(qs, ks, vs, window, scale)
        _0 = torch.append(ys, (self).flat(o))
        _1 = torch.append(ls, l1)
      y = torch.cat(ys, 0)
      l = torch.cat(ls, 2)
    return (y, l)

  def attend_backward(self: __torch__.Kernels, dy: Tensor, q: Tensor, k: Tensor, v: Tensor, y: Tensor, l: Tensor, cuts: List[int], uniform: int, window: int, scale: float) -> Tuple[Tensor, Tensor, Tensor]:
    if uniform > 0:
      dq4, dk4, dv4, = (self).attend_alike_backward((self).segments(dy, uniform), (self).segments(q, uniform), (self).segments(k, uniform), (self).segments(v, uniform), (self).segments(y, uniform), l, window, scale)
      dq = (self).flat(dq4)
      dk = (self).flat(dk4)
      dv = (self).flat(dv4)
    else:
      dqs = annotate(List[Tensor], [])
      dks = annotate(List[Tensor], [])
      dvs = annotate(List[Tensor], [])
      for i in range(torch.len(cuts) - 1):
        a = cuts[i]
        b = cuts[i + 1]
        n = b - a
        qs = (self).segments(torch.slice(q, 0, a, b), n)
        ks = (self).segments(torch.slice(k, 0, a, b), n)
        vs = (self).segments(torch.slice(v, 0, a, b), n)
        ys = (self).segments(torch.slice(y, 0, a, b), n)
        dys = (self).segments(torch.slice(dy, 0, a, b), n)
        ls = torch.contiguous(torch.slice(l, 2, a, b))
        dq1, dk1, dv1, = (self).attend_alike_backward(dys, qs, ks, vs, ys, ls, window, scale)
        _0 = torch.append(dqs, (self).flat(dq1))
        _1 = torch.append(dks, (self).flat(dk1))
        _2 = torch.append(dvs, (self).flat(dv1))
      dq = torch.cat(dqs, 0)
      dk = torch.cat(dks, 0)
      dv = torch.cat(dvs, 0)
    return (dq, dk, dv)

  def project(self: __torch__.Kernels, h: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], real: List[float], kept: List[Tensor]) -> List[Tensor]:
    heads = shape[0]
    kv = shape[1]
    all = torch.reshape((self).projected(h, w, 1, shape, real, kept), [h.size(0), heads + kv + kv, -1])
    qk = torch.slice(all, 1, 0, heads + kv)
    v = torch.slice(all, 1, heads + kv, heads + kv + kv)
    if w[12].numel() > 0:
      raw = qk
      length = torch.linalg_vector_norm(raw, 2, [2], True, dtype=6)
      r = torch.rsqrt_(torch.add_(torch.div_(torch.mul_(length, length), raw.size(2)), real[0]))
      qk = torch.to(torch.mul_(torch.mul(raw, r), (self).head_norm_weights(w, heads, kv, shape[3])), h.dtype)
    else:
      raw = w[12]
      r = w[12]
    qk = (self).rotate(qk, torch.to(cos, h.dtype), torch.to(sin, h.dtype), 1.)
    return [torch.slice(qk, 1, 0, heads), torch.slice(qk, 1, heads, heads + kv), v, raw, r]

  def activated(self: __torch__.Kernels, x: Tensor, activation: int) -> Tensor:
    if activation == 0:
      y = torch.silu(x)
    else:
      if activation == 1:
        y = torch.gelu(x, approximate="tanh")
      else:
        y = torch.gelu(x)
    return y

  def activation_backward(self: __torch__.Kernels, dy: Tensor, x: Tensor, activation: int) -> Tensor:
    if activation == 0:
      dx = torch.silu_backward(dy, x)
    else:
      if activation == 1:
        dx = torch.gelu_backward(dy, x, approximate="tanh")
      else:
        dx = torch.gelu_backward(dy, x)
    return dx

  def feed_forward(self: __torch__.Kernels, h: Tensor, w: List[Tensor], shape: List[int], real: List[float], kept: List[Tensor]) -> Tuple[Tensor, Tensor]:
    gu = (self).projected(h, w, 4, shape, real, kept)
    if shape[5] == 1:
      gate, up, = torch.chunk(gu, 2, 1)
      a = torch.mul_((self).activated(gate, shape[4]), up)
    else:
      a = (self).activated(gu, shape[4])
    return ((self).projected(a, w, 5, shape, real, kept), gu)

  def post_normed(self: __torch__.Kernels, x: Tensor, w: Tensor, norm: int, eps: float) -> Tuple[Tensor, Tensor, Tensor]:
    if w.numel() > 0:
      r = (self).inverse_rms(x, eps)
      y = (self).normed(x, r, w, w, norm)
      kept = x
    else:
      r = w
      y = x
      kept = w
    return (y, kept, r)

  def block_forward(self: __torch__.Kernels, x: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, cuts: List[int], uniform: int, shape: List[int], real: List[float]) -> List[Tensor]:
    norm = shape[3]
    eps = real[0]
    kept = annotate(List[Tensor], [])
    r1 = (self).norm_statistics(x, w[0], w[6], norm, eps)
    p = (self).project((self).normed(x, r1, w[0], w[6], norm), w, cos, sin, shape, real, kept)
    y, l, = (self).attend(p[0], (self).spread(p[1], shape[0]), (self).spread(p[2], shape[0]), cuts, uniform, shape[2], real[1])
    o, o_kept, r3, = (self).post_normed((self).projected(torch.flatten(y, 1), w, 2, shape, real, kept), w[14], norm, eps)
    m = torch.add_(o, x)
    r2 = (self).norm_statistics(m, w[3], w[9], norm, eps)
    f, gu, = (self).feed_forward((self).normed(m, r2, w[3], w[9], norm), w, shape, real, kept)
    e, f_kept, r4, = (self).post_normed(f, w[15], norm, eps)
    return torch.add([torch.add_(e, m), x, r1, p[0], p[1], p[2], y, l, m, r2, gu, p[3], p[4], o_kept, r3, f_kept, r4], kept)

  def block_output(self: __torch__.Kernels, x: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, cuts: List[int], uniform: int, shape: List[int], real: List[float]) -> Tensor:
    saved = (self).block_forward(x, w, cos, sin, cuts, uniform, shape, real)
    return saved[0]

  def feed_forward_backward(self: __torch__.Kernels, dy: Tensor, gu: Tensor, w: List[Tensor], g: List[Tensor], shape: List[int], real: List[float], saved: List[Tensor], keep: int) -> Tensor:
    da = (self).projected_inputs(dy, w, 5, shape, real, saved)
    learns = (self).learns(g, 5, shape)
    if shape[5] == 1:
      gate, up, = torch.chunk(gu, 2, 1)
      s = (self).activated(gate, shape[4])
      dgu = torch.empty_like(gu)
      dgate, dup, = torch.chunk(dgu, 2, 1)
      _0 = torch.mul(da, s, out=dup)
      if shape[4] == 0:
        _1 = torch.silu_backward(torch.mul_(da, up), gate, grad_input=dgate)
      else:
        _2 = torch.copy_(dgate, (self).activation_backward(torch.mul_(da, up), gate, shape[4]))
      if learns:
        _3 = (self).projected_weights(dy, torch.mul_(s, up), w, g, 5, shape, real, saved, keep)
    else:
      if learns:
        _4 = (self).projected_weights(dy, (self).activated(gu, shape[4]), w, g, 5, shape, real, saved, keep)
      dgu = (self).activation_backward(da, gu, shape[4])
    _5 = (self).bias_backward(dy, g[11], keep)
    _6 = (self).bias_backward(dgu, g[10], keep)
    return dgu

  def post_norm_backward(self: __torch__.Kernels, dy: Tensor, x: Tensor, r: Tensor, w: Tensor, g: Tensor, norm: int, keep: int) -> Tensor:
    if w.numel() > 0:
      dx = torch.to((self).norm_backward(dy, x, r, w, g, g, norm, keep), dy.dtype)
    else:
      dx = dy
    return dx

  def block_backward(self: __torch__.Kernels, dy: Tensor, saved: List[Tensor], w: List[Tensor], g: List[Tensor], cos: Tensor, sin: Tensor, cuts: List[int], uniform: int, shape: List[int], real: List[float], keep: int) -> Tensor:
    x, r1, q, k, v, y, l, m, r2, gu, = saved[1], saved[2], saved[3], saved[4], saved[5], saved[6], saved[7], saved[8], saved[9], saved[10]
    heads = shape[0]
    kv = shape[1]
    norm = shape[3]
    df = (self).post_norm_backward(dy, saved[15], saved[16], w[15], g[15], norm, keep)
    dgu = (self).feed_forward_backward(df, gu, w, g, shape, real, saved, keep)
    if (self).learns(g, 4, shape):
      _0 = (self).projected_weights(dgu, (self).normed(m, r2, w[3], w[9], norm), w, g, 4, shape, real, saved, keep)
    dm = (self).norm_backward((self).projected_inputs(dgu, w, 4, shape, real, saved), m, r2, w[3], g[3], g[9], norm, keep)
    dm = torch.to(torch.add_(dm, dy), dy.dtype)
    do = (self).post_norm_backward(dm, saved[13], saved[14], w[14], g[14], norm, keep)
    _1 = (self).projected_weights(do, torch.flatten(y, 1), w, g, 2, shape, real, saved, keep)
    _2 = (self).bias_backward(do, g[8], keep)
    da = torch.reshape((self).projected_inputs(do, w, 2, shape, real, saved), [x.size(0), heads, -1])
    dq, dk, dv, = (self).attend_backward(da, q, (self).spread(k, heads), (self).spread(v, heads), y, l, cuts, uniform, shape[2], real[1])
    dqk = (self).rotate(torch.cat([dq, (self).gather_heads(dk, kv)], 1), torch.to(cos, dy.dtype), torch.to(sin, dy.dtype), -1.)
    if w[12].numel() > 0:
      dqk = (self).head_norm_backward(dqk, saved[11], saved[12], w, g, shape, keep)
    dqkv = torch.flatten(torch.cat([dqk, (self).gather_heads(dv, kv)], 1), 1)
    if (self).learns(g, 1, shape):
      _3 = (self).projected_weights(dqkv, (self).normed(x, r1, w[0], w[6], norm), w, g, 1, shape, real, saved, keep)
    _4 = (self).bias_backward(dqkv, g[7], keep)
    dx = (self).norm_backward((self).projected_inputs(dqkv, w, 1, shape, real, saved), x, r1, w[0], g[0], g[6], norm, keep)
    return torch.to(torch.add_(dx, dm), dy.dtype)

  def attend_cached(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, keys: Tensor, values: Tensor, start: int, shape: List[int], scale: float) -> Tensor:
    n = q.size(0)
    kv = shape[1]
    window = shape[2]
    _0 = torch.copy_(torch.slice(keys, 1, start, start + n), torch.transpose(k, 0, 1))
    _1 = torch.copy_(torch.slice(values, 1, start, start + n), torch.transpose(v, 0, 1))
    if start == 0:
      o, l, = (self).attend_alike((self).segments(q, n), (self).segments((self).spread(k, shape[0]), n), (self).segments((self).spread(v, shape[0]), n), window, scale)
      y = torch.flatten((self).flat(o), 1)
    else:
      if window > 0 and start >= window:
        low = start - window + 1
      else:
        low = 0
      ks = torch.unsqueeze(torch.slice(keys, 1, low, start + n), 0)
      vs = torch.unsqueeze(torch.slice(values, 1, low, start + n), 0)
      if n == 1:
        o, l1, = torch._scaled_dot_product_flash_attention_for_cpu(torch.reshape(q, [1, kv, -1, q.size(2)]), ks, vs, 0., False, scale=scale)
        y = torch.reshape(o, [1, -1])
      else:
        group = torch.floordiv(shape[0], kv)
        mask = (self).band(n, start + n - low, window, q.dtype)
        kg = torch.repeat_interleave(ks, group, 1)
        vg = torch.repeat_interleave(vs, group, 1)
        o, l2, = torch._scaled_dot_product_flash_attention_for_cpu((self).segments(q, n), kg, vg, 0., False, attn_mask=mask, scale=scale)
        y = torch.flatten((self).flat(o), 1)
    return y

  def block_cached(self: __torch__.Kernels, x: Tensor, w: List[Tensor], keys: List[Tensor], values: List[Tensor], cos: Tensor, sin: Tensor, cuts: List[int], starts: List[int], shape: List[int], real: List[float]) -> Tensor:
    norm = shape[3]
    eps = real[0]
    kept = annotate(List[Tensor], [])
    p = (self).project((self).normed(x, (self).norm_statistics(x, w[0], w[6], norm, eps), w[0], w[6], norm), w, cos, sin, shape, real, kept)
    ys = annotate(List[Tensor], [])
    for i in range(torch.len(starts)):
      a = cuts[i]
      b = cuts[i + 1]
      _0 = torch.append(ys, (self).attend_cached(torch.slice(p[0], 0, a, b), torch.slice(p[1], 0, a, b), torch.slice(p[2], 0, a, b), keys[i], values[i], starts[i], shape, real[1]))
    o, o_kept, r3, = (self).post_normed((self).projected(torch.cat(ys, 0), w, 2, shape, real, kept), w[14], norm, eps)
    m = torch.add_(o, x)
    f, gu, = (self).feed_forward((self).normed(m, (self).norm_statistics(m, w[3], w[9], norm, eps), w[3], w[9], norm), w, shape, real, kept)
    e, f_kept, r4, = (self).post_normed(f, w[15], norm, eps)
    return torch.add_(e, m)

  def embed(self: __torch__.Kernels, table: Tensor, ids: Tensor, places: Tensor, positions: Tensor, scale: float, dtype: int) -> Tensor:
    x = torch.embedding(table, ids)
    if scale != 1.:
      x = torch.mul_(x, scale)
    if places.numel() > 0:
      x = torch.add_(x, torch.embedding(places, positions))
    return torch.to(x, dtype)

  def embed_backward(self: __torch__.Kernels, dx: Tensor, ids: Tensor, g: Tensor, positions: Tensor, g_places: Tensor, scale: float, keep: int, keep_places: int) -> Tensor:
    d = torch.to(dx, 6)
    if g_places.numel() > 0:
      if keep_places == 0:
        _1 = torch.zero_(g_places)
      _2 = torch.index_add_(g_places, 0, positions, d)
    if g.numel() > 0:
      if keep == 0:
        _0 = torch.zero_(g)
      _3 = torch.index_add_(g, 0, ids, d, alpha=scale)
    return g

  def noisy(self: __torch__.Kernels, x: Tensor, heights: Tensor) -> Tensor:
    noise = torch.mul_(torch.uniform_(torch.empty([x.size(0), x.size(1)], dtype=6), -1., 1.), heights)
    return torch.to(torch.add_(noise, x), x.dtype)

  def logits(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, table: Tensor, norm: int, eps: float) -> Tensor:
    return torch.to(torch.linear((self).normed(x, (self).norm_statistics(x, w, b, norm, eps), w, b, norm), torch.to(table, x.dtype)), 6)

  def head_score(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, table: Tensor, rows: Tensor, targets: Tensor, norm: int, eps: float, chunk: int) -> List[Tensor]:
    h = torch.index_select(x, 0, rows)
    h = (self).normed(h, (self).norm_statistics(h, w, b, norm, eps), w, b, norm)
    t = torch.to(table, h.dtype)
    logs = annotate(List[Tensor], [])
    hits = annotate(List[Tensor], [])
    for i in range(torch.floordiv(h.size(0) + chunk - 1, chunk)):
      a = i * chunk
      y = torch.slice(targets, 0, a, a + chunk)
      p = torch.log_softmax(torch.linear(torch.slice(h, 0, a, a + chunk), t), 1, 6)
      _0 = torch.append(logs, torch.squeeze(torch.gather(p, 1, torch.unsqueeze(y, 1)), 1))
      _1 = torch.append(hits, torch.to(torch.eq(torch.argmax(p, 1), y), 6))
    return [torch.cat(logs, 0), torch.cat(hits, 0)]

  def head_backward(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, table: Tensor, g_w: Tensor, g_b: Tensor, g_table: Tensor, rows: Tensor, targets: Tensor, scale: float, keep: int, norm: int, eps: float, smoothing: float, chunk: int) -> List[Tensor]:
    xs = torch.index_select(x, 0, rows)
    r = (self).norm_statistics(xs, w, b, norm, eps)
    h = (self).normed(xs, r, w, b, norm)
    t = torch.to(table, h.dtype)
    dh = torch.empty_like(h)
    loss = torch.zeros([], dtype=7)
    adding = keep
    if torch.__and__(keep == 0, h.size(0) == 0):
      _4 = torch.zero_(g_table)
    for i in range(torch.floordiv(h.size(0) + chunk - 1, chunk)):
      a = i * chunk
      hc = torch.slice(h, 0, a, a + chunk)
      y = torch.unsqueeze(torch.slice(targets, 0, a, a + chunk), 1)
      p = torch.log_softmax(torch.linear(hc, t), 1, 6)
      hit = torch.sum(torch.gather(p, 1, y), dtype=7)
      if smoothing > 0.:
        hit = torch.add(torch.mul(hit, 1. - smoothing), torch.sum(p, dtype=7), alpha=smoothing / p.size(1))
      loss = torch.sub(loss, hit)
      p = torch.exp_(p)
      _0 = torch.scatter_add_(p, 1, y, torch.full([y.size(0), 1], smoothing - 1., dtype=6))
      if smoothing > 0.:
        p = torch.sub_(p, smoothing / p.size(1))
      p = torch.to(p, h.dtype)
      _1 = torch.mm(p, t, out=torch.slice(dh, 0, a, a + chunk))
      if g_table.numel() > 0:
        if p.dtype == 6:
          _2 = torch.addmm_(g_table, torch.t(p), hc, beta=adding, alpha=scale)
        else:
          _3 = (self).put(g_table, torch.mul_(torch.mm(torch.t(p), hc), scale), adding)
      adding = 1
    dxs = torch.to((self).norm_backward(torch.mul_(dh, scale), xs, r, w, g_w, g_b, norm, keep), x.dtype)
    return [loss, torch.index_copy_(torch.zeros_like(x), 0, rows, dxs)]

  def gradient_norm(self: __torch__.Kernels, g: List[Tensor]) -> Tensor:
    return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g)), 2, dtype=7)

  def adamw(self: __torch__.Kernels, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], step: float, divisor: float, lr: float, beta1: float, beta2: float, decay: float, eps: float) -> Tensor:
    count = torch.full([], step, dtype=6)
    counts = annotate(List[Tensor], [])
    for i in range(torch.len(w)):
      _0 = torch.append(counts, count)
    by = torch.full([], divisor, dtype=6)
    torch._fused_adamw_(w, g, m, v, annotate(List[Tensor], []), counts, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False, grad_scale=by)
    return count

  def magnitudes(self: __torch__.Kernels, w: Tensor, magnitude: Tensor, low: int, high: int) -> Tensor:
    return torch.copy_(magnitude, torch.linalg_vector_norm(torch.slice(w, 0, low, high), 2, [1]))

  def merge(self: __torch__.Kernels, w: Tensor, a: Tensor, b: Tensor, magnitude: Tensor, gain: float, low: int, high: int) -> Tensor:
    rows = torch.slice(w, 0, low, high)
    _0 = torch.addmm_(rows, b, a, beta=1, alpha=gain)
    if magnitude.numel() > 0:
      _1 = torch.mul_(rows, torch.unsqueeze(torch.div(magnitude, torch.linalg_vector_norm(rows, 2, [1])), 1))
    return w

  def rows(self: __torch__.Kernels, x: Tensor, rows: Tensor) -> Tensor:
    return torch.index_select(x, 0, rows)

  def finite(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.isfinite(torch.sum(x, dtype=7))

  def multiply(self: __torch__.Kernels, a: Tensor, b: Tensor, out: Tensor) -> Tensor:
    return torch.mm(a, b, out=out)
