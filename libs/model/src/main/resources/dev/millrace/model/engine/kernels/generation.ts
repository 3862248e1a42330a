
  # Generation: all layers in one call, weights in the form in which they are used: float32 or bfloat16, packed in blocks by the library that
  # multiplies, or int8 with a bfloat16 scale for each row.
  # w: 0 token table V x D, 1 its scales, 2 position table, 3 final norm, 4 its bias, 5 output V x D, 6 its scales; then 20 for each layer:
  #    16 as elsewhere (12 and 13 are joined: 12 holds (H+K) x W; a norm's 1 is added to all;
  #    those over D are multiplied by the root of D), then the scales of 1, 2, 4 and 5.
  # caches: for each text [layers, 2, K, P, W], keys first. shapes: element type, layers, then 7 for each layer: H, K, window, norm,
  #    activation, 1 when gated, 1 when it slides. angles: cos and sin of layers that see everything, then of those that slide.
  # real: epsilon, scale of attention, factor of embeddings.
  def speak_cast(self: __torch__.Kernels, x: Tensor, dtype: int) -> Tensor:
    return torch.to(x, dtype)

  def speak_packed(self: __torch__.Kernels, w: Tensor) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(w, 1)

  def speak_scaled(self: __torch__.Kernels, w: Tensor, by: float) -> Tensor:
    return torch.mul(w, by)

  def speak_room(self: __torch__.Kernels, sizes: List[int], dtype: int) -> Tensor:
    return torch.empty(sizes, dtype=dtype)

  def speak_scales(self: __torch__.Kernels, w: Tensor) -> Tensor:
    return torch.to(torch.clamp_min_(torch.div_(torch.amax(torch.abs(w), [1]), 127.), 1e-12), 15)

  def speak_bytes(self: __torch__.Kernels, w: Tensor, scales: Tensor) -> Tensor:
    return torch.to(torch.clamp_(torch.round_(torch.div(w, torch.unsqueeze(torch.to(scales, 6), 1))), -127, 127), 1)

  def speak_head_norms(self: __torch__.Kernels, query: Tensor, key: Tensor, heads: int, kv: int) -> Tensor:
    return torch.cat([torch.expand(torch.unsqueeze(query, 0), [heads, -1]), torch.expand(torch.unsqueeze(key, 0), [kv, -1])], 0)

  def speak_linear(self: __torch__.Kernels, x: Tensor, w: Tensor, scales: Tensor, bias: Tensor) -> Tensor:
    if w.is_mkldnn:
      y = ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), "")
    else:
      if scales.numel() > 0:
        y = torch._weight_int8pack_mm(x, w, scales)
      else:
        y = torch.linear(x, w)
    if bias.numel() > 0:
      y = torch.add_(y, bias)
    return y

  def speak_norm(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, norm: int, eps: float, least: Tensor) -> Tensor:
    if norm == 2:
      y = torch.to(torch.layer_norm(torch.to(x, 6), [x.size(1)], w, b, eps), x.dtype)
    else:
      length = torch.hypot(torch.linalg_vector_norm(x, 2, [1], True, dtype=6), least)
      y = torch.to(torch.mul_(torch.div(x, length), w), x.dtype)
    return y

  def speak_turn(self: __torch__.Kernels, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    if cos.numel() > 0:
      width = cos.size(2)
      half = torch.floordiv(width, 2)
      if width == x.size(2):
        y = torch.addcmul_(torch.mul(x, cos), torch.roll(x, [half], [-1]), sin)
      else:
        y = (self).rotate(x, torch.slice(cos, 2, 0, half), torch.slice(sin, 2, half), 1.)
    else:
      y = x
    return y

  def speak_inputs(self: __torch__.Kernels, x: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, shape: List[int], real: List[float], least: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    heads = shape[0]
    kv = shape[1]
    h = (self).speak_norm(x, w[at], w[at + 6], shape[3], real[0], least)
    all = torch.reshape((self).speak_linear(h, w[at + 1], w[at + 16], w[at + 7]), [x.size(0), heads + kv + kv, -1])
    qk = torch.slice(all, 1, 0, heads + kv)
    if w[at + 12].numel() > 0:
      length = torch.linalg_vector_norm(qk, 2, [2], True, dtype=6)
      r = torch.rsqrt_(torch.add_(torch.div_(torch.mul_(length, length), qk.size(2)), real[0]))
      qk = torch.to(torch.mul_(torch.mul(qk, r), w[at + 12]), x.dtype)
    qk = (self).speak_turn(qk, cos, sin)
    return (torch.slice(qk, 1, 0, heads), torch.slice(qk, 1, heads, heads + kv), torch.slice(all, 1, heads + kv, heads + kv + kv))

  def speak_attention(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, caches: List[Tensor], layer: int, cuts: List[int], starts: List[int], shape: List[int], scale: float) -> Tensor:
    ys = annotate(List[Tensor], [])
    for i in range(torch.len(starts)):
      a = cuts[i]
      b = cuts[i + 1]
      cache = torch.select(caches[i], 0, layer)
      _0 = torch.append(ys, (self).attend_cached(torch.slice(q, 0, a, b), torch.slice(k, 0, a, b), torch.slice(v, 0, a, b), torch.select(cache, 0, 0), torch.select(cache, 0, 1), starts[i], shape, scale))
    if torch.len(ys) == 1:
      y = ys[0]
    else:
      y = torch.cat(ys, 0)
    return y

  def speak_feed(self: __torch__.Kernels, h: Tensor, w: List[Tensor], at: int, shape: List[int]) -> Tensor:
    gu = (self).speak_linear(h, w[at + 4], w[at + 18], w[at + 10])
    if shape[5] == 1:
      gate, up, = torch.chunk(gu, 2, 1)
      a = torch.mul_((self).activated(gate, shape[4]), up)
    else:
      a = (self).activated(gu, shape[4])
    return (self).speak_linear(a, w[at + 5], w[at + 19], w[at + 11])

  def speak_post(self: __torch__.Kernels, x: Tensor, w: Tensor, norm: int, eps: float, least: Tensor) -> Tensor:
    if w.numel() > 0:
      y = (self).speak_norm(x, w, w, norm, eps, least)
    else:
      y = x
    return y

  def speak(self: __torch__.Kernels, ids: Tensor, positions: Tensor, last: Tensor, w: List[Tensor], caches: List[Tensor], angles: List[Tensor], cuts: List[int], starts: List[int], shapes: List[int], real: List[float]) -> Tensor:
    dtype = shapes[0]
    norm = shapes[5]
    x = torch.index_select(w[0], 0, ids)
    if w[1].numel() > 0:
      x = torch.mul(torch.to(x, 6), torch.unsqueeze(torch.index_select(w[1], 0, ids), 1))
    if real[2] != 1.:
      x = torch.mul(torch.to(x, 6), real[2])
    if w[2].numel() > 0:
      x = torch.add(torch.to(x, 6), torch.index_select(w[2], 0, positions))
    x = torch.to(x, dtype)
    turned = annotate(List[Tensor], [])
    for i in range(2):
      cos = torch.to(angles[2 * i], dtype)
      sin = torch.to(angles[2 * i + 1], dtype)
      _0 = torch.append(turned, torch.cat([cos, cos], -1))
      _1 = torch.append(turned, torch.cat([torch.neg(sin), sin], -1))
    least = torch.full([1, 1], (real[0] * x.size(1)) ** 0.5, dtype=6)
    for layer in range(shapes[1]):
      shape = torch.slice(shapes, 2 + 7 * layer, 9 + 7 * layer)
      at = 7 + 20 * layer
      q, k, v, = (self).speak_inputs(x, w, at, turned[2 * shape[6]], turned[2 * shape[6] + 1], shape, real, least)
      y = (self).speak_attention(q, k, v, caches, layer, cuts, starts, shape, real[1])
      o = (self).speak_post((self).speak_linear(y, w[at + 2], w[at + 17], w[at + 8]), w[at + 14], norm, real[0], least)
      m = torch.add_(o, x)
      f = (self).speak_feed((self).speak_norm(m, w[at + 3], w[at + 9], norm, real[0], least), w, at, shape)
      x = torch.add_((self).speak_post(f, w[at + 15], norm, real[0], least), m)
    if x.size(0) != torch.len(starts):
      x = torch.index_select(x, 0, last)
    return torch.to((self).speak_linear((self).speak_norm(x, w[3], w[4], norm, real[0], least), w[5], w[6], torch.slice(w[3], 0, 0, 0)), 6)
