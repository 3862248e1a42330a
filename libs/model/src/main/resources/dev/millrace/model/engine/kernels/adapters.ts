  def adapters(self: __torch__.Kernels, shape: List[int]) -> int:
    return torch.floordiv(torch.len(shape) - 6, 3)

  def bends(self: __torch__.Kernels, slot: int, shape: List[int]) -> bool:
    found = False
    for i in range((self).adapters(shape)):
      if shape[6 + 3 * i] == slot:
        found = True
    return found

  def learns(self: __torch__.Kernels, g: List[Tensor], slot: int, shape: List[int]) -> bool:
    return torch.__or__(g[slot].numel() > 0, (self).bends(slot, shape))

  def adapt(self: __torch__.Kernels, y: Tensor, x: Tensor, matrix: Tensor, w: List[Tensor], i: int, shape: List[int], real: List[float], kept: List[Tensor]) -> Tensor:
    a = w[16 + 3 * i]
    b = w[17 + 3 * i]
    magnitude = w[18 + 3 * i]
    slot = shape[6 + 3 * i]
    low = shape[7 + 3 * i]
    high = shape[8 + 3 * i]
    gain = real[3 + i]
    ys = torch.slice(y, 1, low, high)
    if real[2] > 0.:
      d, mask, = torch.native_dropout(x, real[2], True)
    else:
      d = x
      mask = torch.slice(a, 0, 0, 0)
    h = (self).product(d, torch.to(a, x.dtype))
    if magnitude.numel() > 0:
      exact = torch.slice((self).matrix(w, slot, 6), 0, low, high)
      length = torch.linalg_vector_norm(torch.addmm(exact, b, a, beta=1, alpha=gain), 2, [1])
      stretch = torch.div(magnitude, length)
      if real[2] > 0.:
        base = (self).product(d, torch.slice(matrix, 0, low, high))
      else:
        if w[slot + 6].numel() > 0:
          base = torch.sub(ys, torch.to(torch.slice(w[slot + 6], 0, low, high), x.dtype))
        else:
          base = torch.clone(ys)
      bent = torch.addmm(base, h, torch.t(torch.to(b, x.dtype)), beta=1, alpha=gain)
      _0 = torch.add_(ys, torch.to(torch.sub(torch.mul(bent, stretch), base), x.dtype))
    else:
      length = magnitude
      _1 = torch.addmm_(ys, h, torch.t(torch.to(b, x.dtype)), beta=1, alpha=gain)
    _2 = torch.append(kept, mask)
    _3 = torch.append(kept, h)
    _4 = torch.append(kept, length)
    return y

  def projected(self: __torch__.Kernels, x: Tensor, w: List[Tensor], slot: int, shape: List[int], real: List[float], kept: List[Tensor]) -> Tensor:
    matrix = (self).matrix(w, slot, x.dtype)
    y = (self).linear(x, matrix, w[slot + 6])
    for i in range((self).adapters(shape)):
      if shape[6 + 3 * i] == slot:
        _0 = (self).adapt(y, x, matrix, w, i, shape, real, kept)
    return y

  def stretched(self: __torch__.Kernels, dy: Tensor, w: List[Tensor], i: int, saved: List[Tensor], less: float) -> Tensor:
    factor = torch.sub(torch.div(w[18 + 3 * i], saved[19 + 3 * i]), less)
    return torch.to(torch.mul(dy, factor), dy.dtype)

  def projected_inputs(self: __torch__.Kernels, dy: Tensor, w: List[Tensor], slot: int, shape: List[int], real: List[float], saved: List[Tensor]) -> Tensor:
    whole = dy
    copied = False
    for i in range((self).adapters(shape)):
      if torch.__and__(shape[6 + 3 * i] == slot, torch.__and__(w[18 + 3 * i].numel() > 0, real[2] == 0.)):
        if torch.__not__(copied):
          whole = torch.clone(dy)
          copied = True
        part = torch.slice(whole, 1, shape[7 + 3 * i], shape[8 + 3 * i])
        _0 = torch.copy_(part, (self).stretched(part, w, i, saved, 0.))
    matrix = (self).matrix(w, slot, dy.dtype)
    dx = (self).product(whole, torch.t(matrix))
    for i in range((self).adapters(shape)):
      if shape[6 + 3 * i] == slot:
        a = torch.to(w[16 + 3 * i], dy.dtype)
        b = torch.to(w[17 + 3 * i], dy.dtype)
        part = torch.slice(whole, 1, shape[7 + 3 * i], shape[8 + 3 * i])
        if real[2] == 0.:
          _1 = torch.addmm_(dx, torch.mm(part, b), a, beta=1, alpha=real[3 + i])
        else:
          if w[18 + 3 * i].numel() > 0:
            dd = torch.mul_(torch.mm(torch.mm((self).stretched(part, w, i, saved, 0.), b), a), real[3 + i])
            rows = torch.slice(matrix, 0, shape[7 + 3 * i], shape[8 + 3 * i])
            dd = torch.addmm_(dd, (self).stretched(part, w, i, saved, 1.), rows, beta=1, alpha=1)
          else:
            dd = torch.mul_(torch.mm(torch.mm(part, b), a), real[3 + i])
          _2 = torch.addcmul_(dx, dd, torch.to(saved[17 + 3 * i], dy.dtype), value=1. / (1. - real[2]))
    return dx

  def projected_weights(self: __torch__.Kernels, dy: Tensor, x: Tensor, w: List[Tensor], g: List[Tensor], slot: int, shape: List[int], real: List[float], saved: List[Tensor], keep: int) -> Tensor:
    if g[slot].numel() > 0:
      _0 = (self).linear_backward(dy, x, g[slot], 1., keep)
    for i in range((self).adapters(shape)):
      if shape[6 + 3 * i] == slot:
        b = torch.to(w[17 + 3 * i], dy.dtype)
        h = saved[18 + 3 * i]
        part = torch.slice(dy, 1, shape[7 + 3 * i], shape[8 + 3 * i])
        if real[2] > 0.:
          d = torch.mul_(torch.mul(x, saved[17 + 3 * i]), 1. / (1. - real[2]))
        else:
          d = x
        if w[18 + 3 * i].numel() > 0:
          rows = torch.slice((self).matrix(w, slot, dy.dtype), 0, shape[7 + 3 * i], shape[8 + 3 * i])
          bent = torch.addmm((self).product(d, rows), h, torch.t(b), beta=1, alpha=real[3 + i])
          along = torch.sum(torch.mul_(bent, part), [0], dtype=6)
          _1 = (self).put(g[18 + 3 * i], torch.div_(along, saved[19 + 3 * i]), keep)
          part = (self).stretched(part, w, i, saved, 0.)
        _2 = (self).linear_backward(torch.mm(part, b), d, g[16 + 3 * i], real[3 + i], keep)
        _3 = (self).linear_backward(part, h, g[17 + 3 * i], real[3 + i], keep)
    return dy

  def magnitudes(self: __torch__.Kernels, w: List[Tensor], slot: int, magnitude: Tensor, low: int, high: int) -> Tensor:
    return torch.copy_(magnitude, torch.linalg_vector_norm(torch.slice((self).matrix(w, slot, 6), 0, low, high), 2, [1]))

  def merge(self: __torch__.Kernels, w: Tensor, a: Tensor, b: Tensor, magnitude: Tensor, gain: float, low: int, high: int) -> Tensor:
    rows = torch.slice(w, 0, low, high)
    _0 = torch.addmm_(rows, b, a, beta=1, alpha=gain)
    if magnitude.numel() > 0:
      _1 = torch.mul_(rows, torch.unsqueeze(torch.div(magnitude, torch.linalg_vector_norm(rows, 2, [1])), 1))
    return w
