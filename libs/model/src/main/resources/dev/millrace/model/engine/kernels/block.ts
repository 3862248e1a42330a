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
