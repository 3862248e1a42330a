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
