# Kernels in serialised TorchScript. One class; every method is called from Java with gradient mode off.
#
# N tokens of a batch, packed without padding       D width          F inner width of the feed-forward part
# H heads   K heads of keys and values   W head width   V vocabulary   M supervised tokens   P positions in a cache
#
# cuts: where segments begin, and N at the end; uniform: the segments' common length, 0 when they differ.
# w: [norm D, query-key-value (H+2K)W x D, output D x HW, norm D, gate-up 2F x D, down D x F]; g: gradients in the same order.
# keep: 0 overwrites gradients, 1 adds to them. Weights and gradients are float32; activations have the type of x.
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

  def normed(self: __torch__.Kernels, x: Tensor, r: Tensor, w: Tensor) -> Tensor:
    return torch.to(torch.mul_(torch.mul(x, r), w), x.dtype)

  def norm_backward(self: __torch__.Kernels, dh: Tensor, x: Tensor, r: Tensor, w: Tensor, g: Tensor, keep: int) -> Tensor:
    unit = torch.mul(x, r)
    both = torch.mul(unit, dh)
    _0 = (self).put(g, torch.sum(both, [0]), keep)
    along = torch.unsqueeze(torch.mv(both, w), 1)
    dx = torch.mul(dh, w)
    return torch.mul_(torch.addcmul_(dx, unit, along, value=-1.0 / x.size(1)), r)

  def linear_backward(self: __torch__.Kernels, dy: Tensor, x: Tensor, g: Tensor, keep: int) -> Tensor:
    if dy.dtype == 6:
      torch.addmm_(g, torch.t(dy), x, beta=keep, alpha=1)
    else:
      _0 = (self).put(g, torch.mm(torch.t(dy), x), keep)
    return g

  def rotate(self: __torch__.Kernels, x: Tensor, cos: Tensor, sin: Tensor, sign: float) -> Tensor:
    a, b, = torch.chunk(x, 2, -1)
    y = torch.empty_like(x, memory_format=0)
    c, d, = torch.chunk(y, 2, -1)
    torch.addcmul_(torch.mul(a, cos, out=c), b, sin, value=-sign)
    torch.addcmul_(torch.mul(b, cos, out=d), a, sin, value=sign)
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

  def attend(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, cuts: List[int], uniform: int) -> Tuple[Tensor, Tensor]:
    if uniform > 0:
      o, l, = torch._scaled_dot_product_flash_attention_for_cpu((self).segments(q, uniform), (self).segments(k, uniform), (self).segments(v, uniform), 0., True)
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
        o, l1, = torch._scaled_dot_product_flash_attention_for_cpu(qs, ks, vs, 0., True)
        _0 = torch.append(ys, (self).flat(o))
        _1 = torch.append(ls, l1)
      y = torch.cat(ys, 0)
      l = torch.cat(ls, 2)
    return (y, l)

  def attend_backward(self: __torch__.Kernels, dy: Tensor, q: Tensor, k: Tensor, v: Tensor, y: Tensor, l: Tensor, cuts: List[int], uniform: int) -> Tuple[Tensor, Tensor, Tensor]:
    if uniform > 0:
      dq4, dk4, dv4, = torch._scaled_dot_product_flash_attention_for_cpu_backward((self).segments(dy, uniform), (self).segments(q, uniform), (self).segments(k, uniform), (self).segments(v, uniform), (self).segments(y, uniform), l, 0., True)
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
        dq1, dk1, dv1, = torch._scaled_dot_product_flash_attention_for_cpu_backward(dys, qs, ks, vs, ys, ls, 0., True)
        _0 = torch.append(dqs, (self).flat(dq1))
        _1 = torch.append(dks, (self).flat(dk1))
        _2 = torch.append(dvs, (self).flat(dv1))
      dq = torch.cat(dqs, 0)
      dk = torch.cat(dks, 0)
      dv = torch.cat(dvs, 0)
    return (dq, dk, dv)

  def project(self: __torch__.Kernels, h: Tensor, w: Tensor, cos: Tensor, sin: Tensor, heads: int, kv: int) -> Tuple[Tensor, Tensor, Tensor]:
    all = torch.reshape(torch.linear(h, torch.to(w, h.dtype)), [h.size(0), heads + kv + kv, -1])
    qk = (self).rotate(torch.slice(all, 1, 0, heads + kv), torch.to(cos, h.dtype), torch.to(sin, h.dtype), 1.)
    return (torch.slice(qk, 1, 0, heads), torch.slice(qk, 1, heads, heads + kv), torch.slice(all, 1, heads + kv, heads + kv + kv))

  def feed_forward(self: __torch__.Kernels, h: Tensor, gate_up: Tensor, down: Tensor) -> Tuple[Tensor, Tensor]:
    gu = torch.linear(h, torch.to(gate_up, h.dtype))
    gate, up, = torch.chunk(gu, 2, 1)
    return (torch.linear(torch.mul_(torch.silu(gate), up), torch.to(down, h.dtype)), gu)

  def block_forward(self: __torch__.Kernels, x: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, cuts: List[int], uniform: int, heads: int, kv: int, eps: float) -> List[Tensor]:
    r1 = (self).inverse_rms(x, eps)
    q, k, v, = (self).project((self).normed(x, r1, w[0]), w[1], cos, sin, heads, kv)
    y, l, = (self).attend(q, (self).spread(k, heads), (self).spread(v, heads), cuts, uniform)
    m = torch.add_(torch.linear(torch.flatten(y, 1), torch.to(w[2], x.dtype)), x)
    r2 = (self).inverse_rms(m, eps)
    f, gu, = (self).feed_forward((self).normed(m, r2, w[3]), w[4], w[5])
    return [torch.add_(f, m), x, r1, q, k, v, y, l, m, r2, gu]

  def block_output(self: __torch__.Kernels, x: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, cuts: List[int], uniform: int, heads: int, kv: int, eps: float) -> Tensor:
    saved = (self).block_forward(x, w, cos, sin, cuts, uniform, heads, kv, eps)
    return saved[0]

  def feed_forward_backward(self: __torch__.Kernels, dy: Tensor, gu: Tensor, w: List[Tensor], g: List[Tensor], keep: int) -> Tensor:
    gate, up, = torch.chunk(gu, 2, 1)
    s = torch.silu(gate)
    dgu = torch.empty_like(gu)
    dgate, dup, = torch.chunk(dgu, 2, 1)
    da = torch.mm(dy, torch.to(w[5], dy.dtype))
    _0 = torch.mul(da, s, out=dup)
    _1 = torch.silu_backward(torch.mul_(da, up), gate, grad_input=dgate)
    _2 = (self).linear_backward(dy, torch.mul_(s, up), g[5], keep)
    return dgu

  def block_backward(self: __torch__.Kernels, dy: Tensor, saved: List[Tensor], w: List[Tensor], g: List[Tensor], cos: Tensor, sin: Tensor, cuts: List[int], uniform: int, keep: int) -> Tensor:
    x, r1, q, k, v, y, l, m, r2, gu, = saved[1], saved[2], saved[3], saved[4], saved[5], saved[6], saved[7], saved[8], saved[9], saved[10]
    heads = q.size(1)
    kv = k.size(1)
    dgu = (self).feed_forward_backward(dy, gu, w, g, keep)
    _0 = (self).linear_backward(dgu, (self).normed(m, r2, w[3]), g[4], keep)
    dm = (self).norm_backward(torch.mm(dgu, torch.to(w[4], dy.dtype)), m, r2, w[3], g[3], keep)
    dm = torch.to(torch.add_(dm, dy), dy.dtype)
    _1 = (self).linear_backward(dm, torch.flatten(y, 1), g[2], keep)
    da = torch.reshape(torch.mm(dm, torch.to(w[2], dy.dtype)), [x.size(0), heads, -1])
    dq, dk, dv, = (self).attend_backward(da, q, (self).spread(k, heads), (self).spread(v, heads), y, l, cuts, uniform)
    dqk = (self).rotate(torch.cat([dq, (self).gather_heads(dk, kv)], 1), torch.to(cos, dy.dtype), torch.to(sin, dy.dtype), -1.)
    dqkv = torch.flatten(torch.cat([dqk, (self).gather_heads(dv, kv)], 1), 1)
    _2 = (self).linear_backward(dqkv, (self).normed(x, r1, w[0]), g[1], keep)
    dx = (self).norm_backward(torch.mm(dqkv, torch.to(w[1], dy.dtype)), x, r1, w[0], g[0], keep)
    return torch.to(torch.add_(dx, dm), dy.dtype)

  def block_cached(self: __torch__.Kernels, x: Tensor, w: List[Tensor], keys: Tensor, values: Tensor, cos: Tensor, sin: Tensor, start: int, heads: int, kv: int, eps: float) -> Tensor:
    n = x.size(0)
    q, k, v, = (self).project((self).normed(x, (self).inverse_rms(x, eps), w[0]), w[1], cos, sin, heads, kv)
    _0 = torch.copy_(torch.slice(keys, 1, start, start + n), torch.transpose(k, 0, 1))
    _1 = torch.copy_(torch.slice(values, 1, start, start + n), torch.transpose(v, 0, 1))
    ks = torch.unsqueeze(torch.slice(keys, 1, 0, start + n), 0)
    vs = torch.unsqueeze(torch.slice(values, 1, 0, start + n), 0)
    if n == 1:
      o, l1, = torch._scaled_dot_product_flash_attention_for_cpu(torch.reshape(q, [1, kv, -1, q.size(2)]), ks, vs, 0., False)
      y = torch.reshape(o, [1, -1])
    else:
      group = torch.floordiv(heads, kv)
      mask = torch.zeros([n, start + n], dtype=x.dtype)
      mask = torch.masked_fill(mask, torch.logical_not(torch.tril(torch.ones([n, start + n], dtype=11), start)), -inf)
      kg = torch.repeat_interleave(ks, group, 1)
      vg = torch.repeat_interleave(vs, group, 1)
      qs = torch.unsqueeze(torch.transpose(q, 0, 1), 0)
      o, l2, = torch._scaled_dot_product_flash_attention_for_cpu(qs, kg, vg, 0., False, attn_mask=mask)
      y = torch.flatten((self).flat(o), 1)
    m = torch.add_(torch.linear(y, torch.to(w[2], x.dtype)), x)
    f, gu, = (self).feed_forward((self).normed(m, (self).inverse_rms(m, eps), w[3]), w[4], w[5])
    return torch.add_(f, m)

  def embed(self: __torch__.Kernels, table: Tensor, ids: Tensor, dtype: int) -> Tensor:
    return torch.to(torch.embedding(table, ids), dtype)

  def embed_backward(self: __torch__.Kernels, dx: Tensor, ids: Tensor, g: Tensor, keep: int) -> Tensor:
    if keep == 0:
      _0 = torch.zero_(g)
    return torch.index_add_(g, 0, ids, torch.to(dx, 6))

  def logits(self: __torch__.Kernels, x: Tensor, norm: Tensor, table: Tensor, eps: float) -> Tensor:
    return torch.to(torch.linear((self).normed(x, (self).inverse_rms(x, eps), norm), torch.to(table, x.dtype)), 6)

  def head_score(self: __torch__.Kernels, x: Tensor, norm: Tensor, table: Tensor, rows: Tensor, targets: Tensor, eps: float, chunk: int) -> List[Tensor]:
    h = torch.index_select(x, 0, rows)
    h = (self).normed(h, (self).inverse_rms(h, eps), norm)
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

  def head_backward(self: __torch__.Kernels, x: Tensor, norm: Tensor, table: Tensor, g_norm: Tensor, g_table: Tensor, rows: Tensor, targets: Tensor, scale: float, keep: int, eps: float, chunk: int) -> List[Tensor]:
    xs = torch.index_select(x, 0, rows)
    r = (self).inverse_rms(xs, eps)
    h = (self).normed(xs, r, norm)
    t = torch.to(table, h.dtype)
    dh = torch.empty_like(h)
    loss = torch.zeros([], dtype=7)
    adding = keep
    for i in range(torch.floordiv(h.size(0) + chunk - 1, chunk)):
      a = i * chunk
      hc = torch.slice(h, 0, a, a + chunk)
      y = torch.unsqueeze(torch.slice(targets, 0, a, a + chunk), 1)
      p = torch.log_softmax(torch.linear(hc, t), 1, 6)
      loss = torch.sub(loss, torch.sum(torch.gather(p, 1, y), dtype=7))
      p = torch.exp_(p)
      _0 = torch.scatter_add_(p, 1, y, torch.full([y.size(0), 1], -1., dtype=6))
      p = torch.to(p, h.dtype)
      _1 = torch.mm(p, t, out=torch.slice(dh, 0, a, a + chunk))
      if p.dtype == 6:
        _2 = torch.addmm_(g_table, torch.t(p), hc, beta=adding, alpha=scale)
      else:
        _3 = (self).put(g_table, torch.mul_(torch.mm(torch.t(p), hc), scale), adding)
      adding = 1
    dxs = torch.to((self).norm_backward(torch.mul_(dh, scale), xs, r, norm, g_norm, keep), x.dtype)
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

  def last_row(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.slice(x, 0, x.size(0) - 1, x.size(0))

  def multiply(self: __torch__.Kernels, a: Tensor, b: Tensor, out: Tensor) -> Tensor:
    return torch.mm(a, b, out=out)
