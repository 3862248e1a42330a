  def embed(self: __torch__.Kernels, table: Tensor, ids: Tensor, places: Tensor, positions: Tensor, scale: float, dtype: int) -> Tensor:
    x = torch.to(torch.embedding(table, ids), 6)
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
