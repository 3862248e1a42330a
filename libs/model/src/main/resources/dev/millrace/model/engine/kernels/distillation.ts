  def rest_of(self: __torch__.Kernels, logs: Tensor, ids: Tensor) -> Tensor:
    none = torch.full([ids.size(0), ids.size(1)], -inf, dtype=6)
    return torch.logsumexp(torch.scatter(logs, 1, ids, none), [1])

  def head_teacher(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, table: Tensor, rows: Tensor, norm: int, eps: float, temperature: float, top: int, chunk: int) -> List[Tensor]:
    h = torch.index_select(x, 0, rows)
    h = (self).normed(h, (self).norm_statistics(h, w, b, norm, eps), w, b, norm)
    t = torch.to(table, h.dtype)
    logs = annotate(List[Tensor], [])
    ids = annotate(List[Tensor], [])
    rests = annotate(List[Tensor], [])
    for i in range(torch.floordiv(h.size(0) + chunk - 1, chunk)):
      a = i * chunk
      z = torch.to((self).product(torch.slice(h, 0, a, a + chunk), t), 6)
      p = torch.log_softmax(torch.div(z, temperature), 1, 6)
      l, j, = torch.topk(p, top)
      _0 = torch.append(logs, l)
      _1 = torch.append(ids, j)
      _2 = torch.append(rests, (self).rest_of(p, j))
    return [torch.cat(logs, 0), torch.cat(ids, 0), torch.cat(rests, 0)]

  def head_distilled(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, table: Tensor, g_w: Tensor, g_b: Tensor, g_table: Tensor, rows: Tensor, targets: Tensor, logs: Tensor, ids: Tensor, rests: Tensor, temperature: float, share: float, scale: float, keep: int, norm: int, eps: float, chunk: int) -> List[Tensor]:
    xs = torch.index_select(x, 0, rows)
    r = (self).norm_statistics(xs, w, b, norm, eps)
    h = (self).normed(xs, r, w, b, norm)
    t = torch.to(table, h.dtype)
    dh = torch.empty_like(h)
    hard = torch.zeros([], dtype=7)
    soft = torch.zeros([], dtype=7)
    adding = keep
    if torch.__and__(keep == 0, h.size(0) == 0):
      _0 = torch.zero_(g_table)
    for i in range(torch.floordiv(h.size(0) + chunk - 1, chunk)):
      a = i * chunk
      hc = torch.slice(h, 0, a, a + chunk)
      y = torch.unsqueeze(torch.slice(targets, 0, a, a + chunk), 1)
      l = torch.slice(logs, 0, a, a + chunk)
      j = torch.slice(ids, 0, a, a + chunk)
      rest = torch.slice(rests, 0, a, a + chunk)
      z = torch.to((self).product(hc, t), 6)
      p = torch.log_softmax(z, 1, 6)
      hard = torch.sub(hard, torch.sum(torch.gather(p, 1, y), dtype=7))
      p = torch.exp_(p)
      _1 = torch.scatter_add_(p, 1, y, torch.full([y.size(0), 1], -1., dtype=6))
      q = torch.log_softmax(torch.div(z, temperature), 1, 6)
      other = torch.exp(rest)
      some = torch.gt(other, 0.)
      none = torch.zeros_like(rest)
      gap = torch.where(some, torch.sub(rest, (self).rest_of(q, j)), none)
      wanted = torch.exp(l)
      soft = torch.add(soft, torch.sum(torch.mul(wanted, torch.sub(l, torch.gather(q, 1, j))), dtype=7))
      soft = torch.add(soft, torch.sum(torch.mul(other, gap), dtype=7))
      q = torch.exp_(q)
      less = torch.unsqueeze(torch.where(some, torch.exp(gap), none), 1)
      d = torch.scatter(torch.sub(q, torch.mul(q, less)), 1, j, torch.sub(torch.gather(q, 1, j), wanted))
      p = torch.add_(torch.mul_(p, (1. - share) * scale), d, alpha=share * temperature * scale)
      p = torch.to(p, h.dtype)
      _2 = (self).product_into(p, torch.t(t), torch.slice(dh, 0, a, a + chunk))
      if g_table.numel() > 0:
        _3 = (self).linear_backward(p, hc, g_table, 1., adding)
      adding = 1
    dxs = torch.to((self).norm_backward(dh, xs, r, w, g_w, g_b, norm, keep), x.dtype)
    return [hard, soft, torch.index_copy_(torch.zeros_like(x), 0, rows, dxs)]
