  def rows(self: __torch__.Kernels, x: Tensor, rows: Tensor) -> Tensor:
    return torch.index_select(x, 0, rows)

  def finite(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.isfinite(torch.sum(x, dtype=7))

  def multiply(self: __torch__.Kernels, a: Tensor, b: Tensor, out: Tensor) -> Tensor:
    return torch.mm(a, b, out=out)
