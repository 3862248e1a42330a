# Matrices that are not trained may be stored in fewer bits. They are widened where they are used, and no longer.
#
# uint8 rows x columns / 2: NF4, two weights a byte, the first in the upper half; scales: one per 64 weights.
# int8 rows x columns; scales: one per row.
# pairs: the two NF4 values of every byte [256 x 2]; taken as complex numbers, so that one look-up finds both.
# w of a block that has such matrices ends, behind its adapters, with the scales of places 0 to 5 and with pairs.
  def widened_nf4(self: __torch__.Kernels, stored: Tensor, scales: Tensor, pairs: Tensor, dtype: int) -> Tensor:
    y = torch.empty([stored.size(0), stored.size(1) * 2], dtype=dtype)
    bytes = torch.view(stored, [-1])
    table = torch.view_as_complex(pairs)
    out = torch.view(y, [-1])
    for i in range(torch.floordiv(bytes.size(0) + 131071, 131072)):
      a = i * 131072
      both = torch.take(table, torch.to(torch.slice(bytes, 0, a, a + 131072), 4))
      by_block = torch.view(torch.view_as_real(both), [-1, 64])
      scale = torch.unsqueeze(torch.slice(scales, 0, i * 4096, i * 4096 + 4096), 1)
      _0 = torch.copy_(torch.slice(out, 0, a + a, a + a + 262144), torch.view(torch.mul_(by_block, scale), [-1]))
    return y

  def widened_int8(self: __torch__.Kernels, stored: Tensor, scales: Tensor, dtype: int) -> Tensor:
    y = torch.empty([stored.size(0), stored.size(1)], dtype=dtype)
    rows = torch.floordiv(262144, stored.size(1)) + 1
    for i in range(torch.floordiv(stored.size(0) + rows - 1, rows)):
      a = i * rows
      values = torch.to(torch.slice(stored, 0, a, a + rows), 6)
      scale = torch.unsqueeze(torch.slice(scales, 0, a, a + rows), 1)
      _0 = torch.copy_(torch.slice(y, 0, a, a + rows), torch.mul_(values, scale))
    return y

  def widened(self: __torch__.Kernels, stored: Tensor, scales: Tensor, pairs: Tensor, dtype: int) -> Tensor:
    if stored.dtype == 0:
      y = (self).widened_nf4(stored, scales, pairs, dtype)
    else:
      if stored.dtype == 1:
        y = (self).widened_int8(stored, scales, dtype)
      else:
        y = torch.to(stored, dtype)
    return y

  def matrix(self: __torch__.Kernels, w: List[Tensor], slot: int, dtype: int) -> Tensor:
    stored = w[slot]
    if torch.is_floating_point(stored):
      y = torch.to(stored, dtype)
    else:
      y = (self).widened(stored, w[torch.len(w) - 7 + slot], w[torch.len(w) - 1], dtype)
    return y

  def narrowed(self: __torch__.Kernels, w: Tensor) -> Tensor:
    return torch.to(w, 15)
