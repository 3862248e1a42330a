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
