"""The pages of a period («Phiếu», «Vì sao điểm này?», «Kỳ đánh giá»)."""
