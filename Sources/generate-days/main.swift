print("generate-days")
