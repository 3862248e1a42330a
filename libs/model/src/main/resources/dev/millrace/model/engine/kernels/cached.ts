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
