  def head_weighted(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, table: Tensor, g_w: Tensor, g_b: Tensor, g_table: Tensor, rows: Tensor, targets: Tensor, weights: Tensor, keep: int, norm: int, eps: float, chunk: int) -> Tensor:
    xs = torch.index_select(x, 0, rows)
    r = (self).norm_statistics(xs, w, b, norm, eps)
    h = (self).normed(xs, r, w, b, norm)
    t = torch.to(table, h.dtype)
    dh = torch.empty_like(h)
    adding = keep
    if torch.__and__(keep == 0, h.size(0) == 0):
      _0 = torch.zero_(g_table)
    for i in range(torch.floordiv(h.size(0) + chunk - 1, chunk)):
      a = i * chunk
      hc = torch.slice(h, 0, a, a + chunk)
      y = torch.unsqueeze(torch.slice(targets, 0, a, a + chunk), 1)
      p = torch.softmax((self).product(hc, t), 1, 6)
      _1 = torch.scatter_add_(p, 1, y, torch.full([y.size(0), 1], -1., dtype=6))
      p = torch.to(torch.mul_(p, torch.unsqueeze(torch.slice(weights, 0, a, a + chunk), 1)), h.dtype)
      _2 = (self).product_into(p, torch.t(t), torch.slice(dh, 0, a, a + chunk))
      if g_table.numel() > 0:
        _3 = (self).linear_backward(p, hc, g_table, 1., adding)
      adding = 1
    dxs = torch.to((self).norm_backward(dh, xs, r, w, g_w, g_b, norm, keep), x.dtype)
    return torch.index_copy_(torch.zeros_like(x), 0, rows, dxs)
