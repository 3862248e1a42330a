  def logits(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, table: Tensor, norm: int, eps: float) -> Tensor:
    return torch.to((self).product((self).normed(x, (self).norm_statistics(x, w, b, norm, eps), w, b, norm), torch.to(table, x.dtype)), 6)

  def head_score(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, table: Tensor, rows: Tensor, targets: Tensor, norm: int, eps: float, chunk: int) -> List[Tensor]:
    h = torch.index_select(x, 0, rows)
    h = (self).normed(h, (self).norm_statistics(h, w, b, norm, eps), w, b, norm)
    t = torch.to(table, h.dtype)
    logs = annotate(List[Tensor], [])
    hits = annotate(List[Tensor], [])
    for i in range(torch.floordiv(h.size(0) + chunk - 1, chunk)):
      a = i * chunk
      y = torch.slice(targets, 0, a, a + chunk)
      p = torch.log_softmax((self).product(torch.slice(h, 0, a, a + chunk), t), 1, 6)
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
    rest = scale
    if h.dtype == 5:
      rest = 1.
    if torch.__and__(keep == 0, h.size(0) == 0):
      _5 = torch.zero_(g_table)
    for i in range(torch.floordiv(h.size(0) + chunk - 1, chunk)):
      a = i * chunk
      hc = torch.slice(h, 0, a, a + chunk)
      y = torch.unsqueeze(torch.slice(targets, 0, a, a + chunk), 1)
      p = torch.log_softmax((self).product(hc, t), 1, 6)
      hit = torch.sum(torch.gather(p, 1, y), dtype=7)
      if smoothing > 0.:
        hit = torch.add(torch.mul(hit, 1. - smoothing), torch.sum(p, dtype=7), alpha=smoothing / p.size(1))
      loss = torch.sub(loss, hit)
      p = torch.exp_(p)
      _0 = torch.scatter_add_(p, 1, y, torch.full([y.size(0), 1], smoothing - 1., dtype=6))
      if smoothing > 0.:
        p = torch.sub_(p, smoothing / p.size(1))
      if h.dtype == 5:
        p = torch.mul_(p, scale)
      p = torch.to(p, h.dtype)
      _1 = (self).product_into(p, torch.t(t), torch.slice(dh, 0, a, a + chunk))
      if g_table.numel() > 0:
        if (self).direct(p):
          _3 = (self).linear_backward(p, hc, g_table, scale, adding)
        else:
          _4 = (self).put(g_table, torch.mul_(torch.mm(torch.t(p), hc), rest), adding)
      adding = 1
    dxs = torch.to((self).norm_backward(torch.mul_(dh, rest), xs, r, w, g_w, g_b, norm, keep), x.dtype)
    return [loss, torch.index_copy_(torch.zeros_like(x), 0, rows, dxs)]
